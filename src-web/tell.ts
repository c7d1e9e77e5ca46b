// What the host itself has to say to a person, before or beside the window: two sentences at most, in a dialog that
// one button closes. Everything else is said by the window.
import type { Locale } from '#shared/bridge/shell-contract.ts';

export interface HostWords {
  readonly close: string;
  readonly reload: string;
  readonly nothingKept: string;
  readonly failed: string;
}

export const HOST_WORDS = {
  'pt-BR': {
    close: 'Entendi',
    reload: 'Tentar de novo',
    nothingKept:
      'Este navegador não permite guardar dados (janela anônima?). O Lynk funciona, mas rascunhos, mensagens na fila de envio e histórico somem quando a aba fecha.',
    failed: 'O Lynk não conseguiu iniciar nesta aba.',
  },
  en: {
    close: 'OK',
    reload: 'Try again',
    nothingKept:
      'This browser does not let Lynk keep data (a private window?). Lynk works, but drafts, messages waiting to be sent and the history go when the tab closes.',
    failed: 'Lynk could not start in this tab.',
  },
  es: {
    close: 'Entendido',
    reload: 'Intentar de nuevo',
    nothingKept:
      'Este navegador no permite guardar datos (¿ventana privada?). Lynk funciona, pero los borradores, los mensajes en espera de envío y el historial desaparecen al cerrar la pestaña.',
    failed: 'Lynk no pudo iniciarse en esta pestaña.',
  },
} as const satisfies Record<Locale, HostWords>;

/** Shows `text` until the person presses `button`. */
export function tell(text: string, button: string, onClose: () => void = () => undefined): void {
  const dialog = document.createElement('dialog');
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  const close = document.createElement('button');
  close.textContent = button;
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  dialog.append(paragraph, close);
  document.body.append(dialog);
  dialog.showModal();
}
