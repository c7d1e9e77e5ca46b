import type { Phrasebook } from './phrasebook.ts';

export const PORTUGUESE: Phrasebook = {
  language: 'pt',
  firstNames: [
    'Mariana',
    'Rafael',
    'Juliana',
    'Thiago',
    'Beatriz',
    'Lucas',
    'Camila',
    'Gustavo',
    'Larissa',
    'Renato',
    'Aline',
    'Vinícius',
  ],
  lastNames: [
    'Ferreira',
    'Santos',
    'Ribeiro',
    'Cardoso',
    'Teixeira',
    'Barbosa',
    'Araújo',
    'Monteiro',
    'Freitas',
    'Moraes',
  ],
  stories: [
    {
      opening: [
        'Oi, bom dia!',
        'Meu pedido ainda não chegou',
        'o prazo era ontem, vcs conseguem ver isso pra mim?',
      ],
      details: [
        'comprei no site na semana passada',
        'o rastreio parou em Cajamar faz 3 dias',
        'preciso dele até sexta, é presente de aniversário',
      ],
    },
    {
      opening: ['Olá', 'A cafeteira que comprei veio com a jarra quebrada 😞'],
      details: [
        'abri a caixa agora há pouco',
        'o lacre estava inteiro, acho que quebrou no transporte',
        'queria trocar, não precisa devolver o dinheiro',
      ],
    },
    {
      opening: ['boa tarde', 'queria a segunda via do boleto', 'não achei no e-mail'],
      details: [
        'é o que vence dia 10',
        'pode mandar por aqui mesmo',
        'se der pra ter mais 2 dias de prazo eu agradeço',
      ],
    },
    {
      opening: ['Oi! Vi a promoção no Instagram', 'o desconto vale pra loja física também?'],
      details: [
        'é a do liquidificador',
        'moro perto da loja da Paulista',
        'e dá pra parcelar em quantas vezes?',
      ],
    },
    {
      opening: [
        'Bom dia, tudo bem?',
        'Gostaria de remarcar minha instalação',
        'não vou estar em casa amanhã',
      ],
      details: [
        'pode ser quinta de manhã',
        'o técnico ligou mas eu estava em reunião',
        'o porteiro não pode receber',
      ],
    },
    {
      opening: ['Oi', 'fui cobrada duas vezes no cartão', 'consegue verificar por favor?'],
      details: [
        'as duas de R$ 189,90',
        'uma no dia 3 e outra no dia 4',
        'é o cartão final 4471',
        'não quero cancelar a compra, só o que veio a mais',
      ],
    },
    {
      opening: [
        'Olá, a atenção de vocês foi ótima da última vez 😊',
        'agora preciso de ajuda com a garantia',
      ],
      details: [
        'é o aspirador, faz uns 8 meses',
        'ele liga mas não puxa nada',
        'já limpei o filtro e continua igual',
      ],
    },
  ],
  topics: [
    { topic: 'voice', asked: /[áa]udio/iu, answers: ['vou gravar, um segundo', 'melhor por áudio mesmo'] },
    {
      topic: 'picture',
      asked: /foto|imagem|print/iu,
      answers: ['segue a foto', 'tirei agora, olha', 'mandei, deu pra ver?'],
    },
    {
      topic: 'orderNumber',
      asked: /n[úu]mero d[oe]|pedido|protocolo|nota fiscal/iu,
      answers: ['é o {n}', '{n}', 'o número é {n}, tá no e-mail de confirmação'],
    },
    {
      topic: 'document',
      asked: /\bcpf\b|\brg\b|documento/iu,
      answers: ['pode ser o final? 482-10', 'CPF final 482-10'],
    },
    {
      topic: 'address',
      asked: /endere[çc]o|\bcep\b|bairro/iu,
      answers: ['Rua das Acácias, {n}, apto 32', 'CEP 04538-132, número {n}'],
    },
    {
      topic: 'name',
      asked: /seu nome|qual .*nome|com quem eu falo|com quem falo/iu,
      answers: ['{name}', 'sou a pessoa da compra, {name}', 'Meu nome é {name}'],
    },
    {
      topic: 'date',
      asked: /quando|que dia|qual dia|data|hor[áa]rio/iu,
      answers: ['foi na terça passada', 'quinta de manhã seria ótimo', 'qualquer dia depois das 14h'],
    },
    {
      topic: 'anythingElse',
      asked: /algo mais|mais alguma|posso ajudar em/iu,
      answers: [
        'não, era só isso, obrigada!',
        'só isso mesmo, valeu 🙏',
        'por enquanto é só. Muito obrigado!',
      ],
    },
    {
      topic: 'wait',
      asked: /momento|minuto|aguarde|verificar|vou ver/iu,
      answers: ['ok, aguardo', 'tá bom', 'sem problema'],
    },
    {
      topic: 'solved',
      asked: /resolvid|enviad[oa]|pront[oa]|segue|estorn|reembols/iu,
      answers: ['recebi, muito obrigado!', 'perfeito 👏', 'maravilha, obrigada pela atenção'],
    },
    {
      topic: 'greeting',
      asked: /^(oi|ol[áa]|bom dia|boa tarde|boa noite)/iu,
      answers: ['oi! consegue me ajudar?', 'olá, tudo bem?'],
    },
  ],
  acknowledgements: ['entendi', 'certo', 'ok, obrigado', 'hum, e agora?', 'blz', 'tá certo então'],
  nudges: ['oi?', 'alguém aí?', 'estou aguardando...', 'conseguiram ver?'],
  givesUp: ['deixa pra lá, depois eu ligo', 'vou tentar mais tarde então'],
  comesBack: [
    'Oi, ontem fiquei sem resposta 😕',
    'Bom dia! Voltando ao assunto de ontem',
    'oi, ainda preciso resolver aquilo',
  ],
  agent: {
    greetings: ['Olá, tudo bem? Vou cuidar do seu caso.', 'Oi! Obrigado por chamar. Já estou vendo aqui.'],
    questions: [
      'Pode me informar o número do pedido?',
      'Consegue me mandar uma foto?',
      'Qual é o endereço de entrega?',
      'Só um momento, vou verificar.',
    ],
    closings: [
      'Pronto, está resolvido. Posso ajudar em algo mais?',
      'Já enviei por e-mail. Algo mais em que eu possa ajudar?',
    ],
  },
};
