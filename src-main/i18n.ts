// The few words of the shell itself: menus, tray, dialogs. The window's words are its own; those of notifications
// are shared with the browser host (src-shared/bridge/notice.ts).
import type { Locale } from '#shared/bridge/shell-contract.ts';

export interface ShellWords {
  readonly open: string;
  readonly quit: string;
  readonly openSession: string;
  readonly pickUp: string;
  readonly nobodyWaiting: string;
  waiting(count: number): string;
  unread(count: number): string;
  more(count: number): string;
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly closeWindow: string;
  readonly minimize: string;
  readonly fullScreen: string;
  readonly resetZoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly noKeyring: string;
  readonly noKeyringDetail: string;
  readonly keyringGone: string;
  readonly keyringGoneDetail: string;
  readonly continuePlain: string;
  readonly couldNotStart: string;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const SHELL_WORDS = {
  'pt-BR': {
    open: 'Abrir o Lynk',
    quit: 'Sair do Lynk',
    openSession: 'Abrir',
    pickUp: 'Pegar',
    nobodyWaiting: 'Ninguém esperando',
    waiting: (count) => plural(count, 'sessão esperando', 'sessões esperando'),
    unread: (count) => plural(count, 'não lida', 'não lidas'),
    more: (count) => `e mais ${count}…`,
    file: 'Arquivo',
    edit: 'Editar',
    view: 'Exibir',
    window: 'Janela',
    undo: 'Desfazer',
    redo: 'Refazer',
    cut: 'Recortar',
    copy: 'Copiar',
    paste: 'Colar',
    selectAll: 'Selecionar tudo',
    closeWindow: 'Fechar janela',
    minimize: 'Minimizar',
    fullScreen: 'Tela cheia',
    resetZoom: 'Tamanho real',
    zoomIn: 'Ampliar',
    zoomOut: 'Reduzir',
    noKeyring: 'Este computador não tem um chaveiro de senhas.',
    noKeyringDetail:
      'Sem ele, o Lynk não consegue criptografar as conversas e o acesso guardados aqui: quem puder ler a sua pasta poderá lê-los. Instale ou desbloqueie um chaveiro (GNOME Keyring, KWallet) e abra o Lynk de novo, ou continue sem criptografia neste computador.',
    keyringGone: 'O chaveiro de senhas que guarda a chave do Lynk não está disponível.',
    keyringGoneDetail:
      'Saia, desbloqueie o chaveiro e abra o Lynk de novo. Se continuar sem criptografia, o histórico volta do servidor, mas rascunhos e mensagens ainda não enviadas deste computador ficam ilegíveis.',
    continuePlain: 'Continuar sem criptografia',
    couldNotStart: 'O Lynk não conseguiu iniciar',
  },
  en: {
    open: 'Open Lynk',
    quit: 'Quit Lynk',
    openSession: 'Open',
    pickUp: 'Pick up',
    nobodyWaiting: 'Nobody is waiting',
    waiting: (count) => plural(count, 'session waiting', 'sessions waiting'),
    unread: (count) => `${count} unread`,
    more: (count) => `and ${count} more…`,
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    closeWindow: 'Close window',
    minimize: 'Minimise',
    fullScreen: 'Full screen',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    noKeyring: 'This computer has no keyring for passwords.',
    noKeyringDetail:
      'Without one Lynk cannot encrypt the conversations and the sign-in kept here: whoever can read your folder can read them. Install or unlock a keyring (GNOME Keyring, KWallet) and open Lynk again, or continue without encryption on this computer.',
    keyringGone: 'The keyring that holds Lynk’s key is not available.',
    keyringGoneDetail:
      'Quit, unlock the keyring and open Lynk again. If you continue without encryption, the history comes back from the server, but drafts and messages of this computer that were not sent yet stay unreadable.',
    continuePlain: 'Continue without encryption',
    couldNotStart: 'Lynk could not start',
  },
  es: {
    open: 'Abrir Lynk',
    quit: 'Salir de Lynk',
    openSession: 'Abrir',
    pickUp: 'Tomar',
    nobodyWaiting: 'Nadie en espera',
    waiting: (count) => plural(count, 'sesión en espera', 'sesiones en espera'),
    unread: (count) => plural(count, 'sin leer', 'sin leer'),
    more: (count) => `y ${count} más…`,
    file: 'Archivo',
    edit: 'Editar',
    view: 'Ver',
    window: 'Ventana',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    closeWindow: 'Cerrar ventana',
    minimize: 'Minimizar',
    fullScreen: 'Pantalla completa',
    resetZoom: 'Tamaño real',
    zoomIn: 'Ampliar',
    zoomOut: 'Reducir',
    noKeyring: 'Este equipo no tiene un llavero de contraseñas.',
    noKeyringDetail:
      'Sin él, Lynk no puede cifrar las conversaciones y el acceso guardados aquí: quien pueda leer tu carpeta podrá leerlos. Instala o desbloquea un llavero (GNOME Keyring, KWallet) y abre Lynk de nuevo, o continúa sin cifrado en este equipo.',
    keyringGone: 'El llavero que guarda la clave de Lynk no está disponible.',
    keyringGoneDetail:
      'Sal, desbloquea el llavero y abre Lynk de nuevo. Si continúas sin cifrado, el historial vuelve del servidor, pero los borradores y los mensajes de este equipo aún no enviados quedan ilegibles.',
    continuePlain: 'Continuar sin cifrado',
    couldNotStart: 'Lynk no pudo iniciarse',
  },
} as const satisfies Record<Locale, ShellWords>;
