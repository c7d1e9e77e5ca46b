import type { Phrasebook } from './phrasebook.ts';

export const SPANISH: Phrasebook = {
  language: 'es',
  firstNames: [
    'Lucía',
    'Mateo',
    'Valentina',
    'Andrés',
    'Camila',
    'Joaquín',
    'Martina',
    'Emilio',
    'Paula',
    'Ignacio',
    'Rocío',
    'Tomás',
  ],
  lastNames: [
    'Herrera',
    'Castillo',
    'Méndez',
    'Rojas',
    'Vega',
    'Aguilar',
    'Peña',
    'Ibáñez',
    'Salazar',
    'Núñez',
  ],
  stories: [
    {
      opening: ['Hola, buenas', 'mi pedido figura como entregado', 'pero aquí no llegó nada'],
      details: [
        'estuve en casa todo el día',
        'pregunté a los vecinos y tampoco',
        'dice que firmó un tal Raúl, no lo conozco',
      ],
    },
    {
      opening: ['Buenos días!', 'Me llegó la talla equivocada 😅'],
      details: [
        'pedí la 38 y vino la 36',
        'todavía tiene la etiqueta',
        'prefiero el cambio, no la devolución',
      ],
    },
    {
      opening: ['hola', 'necesito la factura de la compra', 'no me llegó al correo'],
      details: ['es para la empresa', 'la del martes', 'con el NIF que está en la cuenta'],
    },
    {
      opening: ['Buenas tardes', 'cuánto cuesta el envío a Mendoza?', 'y cuánto tarda?'],
      details: [
        'son dos cajas chicas',
        'no hay apuro, pero antes de fin de mes',
        'se puede pagar al recibir?',
      ],
    },
    {
      opening: ['Hola! quería cambiar la cita de mañana', 'me surgió un viaje'],
      details: ['la semana que viene me va bien', 'mejor por la tarde', 'el miércoles no puedo'],
    },
    {
      opening: ['hola, la app me da error al pagar', 'ya probé con dos tarjetas'],
      details: ['dice "operación rechazada"', 'en la web pasa lo mismo', 'el banco dice que está todo bien'],
    },
  ],
  topics: [
    {
      topic: 'voice',
      asked: /audio|nota de voz/iu,
      answers: ['te grabo, un segundo', 'mejor te lo explico por audio'],
    },
    {
      topic: 'picture',
      asked: /foto|imagen|captura/iu,
      answers: ['ahí va la foto', 'recién sacada', 'se ve bien?'],
    },
    {
      topic: 'orderNumber',
      asked: /n[úu]mero de|pedido|factura|seguimiento/iu,
      answers: ['es el {n}', '{n}', 'el número es {n}, está en el correo'],
    },
    {
      topic: 'document',
      asked: /\bdni\b|\bnif\b|documento/iu,
      answers: ['termina en 482', 'el DNI termina en 482'],
    },
    {
      topic: 'address',
      asked: /direcci[óo]n|c[óo]digo postal|domicilio/iu,
      answers: ['Calle del Olmo {n}, 2º B', 'Avenida Libertad {n}'],
    },
    {
      topic: 'name',
      asked: /su nombre|tu nombre|con qui[ée]n/iu,
      answers: ['{name}', 'soy {name}', 'Me llamo {name}'],
    },
    {
      topic: 'date',
      asked: /cu[áa]ndo|qu[ée] d[íi]a|fecha|hora/iu,
      answers: ['fue el martes', 'el jueves por la mañana', 'cualquier día después de las 14'],
    },
    {
      topic: 'anythingElse',
      asked: /algo m[áa]s|alguna otra|en qu[ée] m[áa]s/iu,
      answers: ['no, eso era todo, gracias!', 'nada más 🙏', 'por ahora no. Muchas gracias!'],
    },
    {
      topic: 'wait',
      asked: /momento|minuto|espere|verifico|reviso/iu,
      answers: ['vale, espero', 'dale', 'sin problema'],
    },
    {
      topic: 'solved',
      asked: /resuelto|enviad[oa]|list[oa]|reembols|adjunt/iu,
      answers: ['recibido, muchas gracias!', 'perfecto 👏', 'genial, gracias por la atención'],
    },
    {
      topic: 'greeting',
      asked: /^(hola|buen[oa]s)/iu,
      answers: ['hola! me pueden ayudar?', 'buenas, gracias por responder'],
    },
  ],
  acknowledgements: ['entiendo', 'vale', 'ok, gracias', 'y ahora qué hago?', 'de acuerdo', 'bien'],
  nudges: ['hola?', 'hay alguien?', 'sigo esperando...', 'alguna novedad?'],
  givesUp: ['déjelo, llamo más tarde', 'bueno, pruebo en otro momento'],
  comesBack: [
    'Hola, ayer nadie me contestó',
    'Buenos días! Retomo lo de ayer',
    'hola de nuevo, sigo con el mismo problema',
  ],
  agent: {
    greetings: ['¡Hola! Me encargo de su consulta.', 'Hola, gracias por escribir. Ya lo estoy viendo.'],
    questions: [
      '¿Me puede dar el número de pedido?',
      '¿Puede enviarme una foto?',
      '¿Cuál es la dirección de entrega?',
      'Un momento, lo verifico.',
    ],
    closings: ['Listo, está resuelto. ¿Algo más?', 'Ya está enviado. ¿Puedo ayudarle en algo más?'],
  },
};
