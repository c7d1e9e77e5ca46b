// WhatsApp templates of the demo: three languages, positional and named variables, each kind of component.
// Components are written as WhatsApp writes them; the API hands them out as a JSON string (reference 3.2).
import type { Template } from './model/entities.ts';

const WHATSAPP_CHANNEL_ID = 3;

const header = (format: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT', text?: string): object => ({
  type: 'HEADER',
  format,
  ...(text === undefined ? {} : { text }),
});
const body = (text: string): object => ({ type: 'BODY', text });
const footer = (text: string): object => ({ type: 'FOOTER', text });
const buttons = (...list: object[]): object => ({ type: 'BUTTONS', buttons: list });
const quickReply = (text: string): object => ({ type: 'QUICK_REPLY', text });
const link = (text: string, url: string): object => ({ type: 'URL', text, url });
const phone = (text: string, number: string): object => ({
  type: 'PHONE_NUMBER',
  text,
  phone_number: number,
});
const copyCode = (example: string): object => ({ type: 'COPY_CODE', text: 'Copy code', example });

const template = (
  id: number,
  name: string,
  language: string,
  parameterFormat: Template['parameterFormat'],
  category: Template['category'],
  components: readonly object[],
): Template => ({
  id,
  templateId: `16176980991${String(id).padStart(5, '0')}`,
  name,
  parameterFormat,
  language,
  category,
  subCategory: category === 'MARKETING' ? 'CUSTOM' : '',
  channelId: WHATSAPP_CHANNEL_ID,
  components,
});

export const CAST_TEMPLATES: readonly Template[] = [
  template(501, 'boas_vindas', 'pt_BR', 'NAMED', 'UTILITY', [
    header('TEXT', 'Olá, {{nome}}!'),
    body('Aqui é a Loja Aurora. {{agente}} vai continuar o seu atendimento por este número.'),
    footer('Responda SAIR para não receber mais.'),
  ]),
  template(502, 'pedido_enviado', 'pt_BR', 'POSITIONAL', 'UTILITY', [
    header('IMAGE'),
    body('Seu pedido {{1}} saiu para entrega e chega até {{2}}.'),
    footer('Loja Aurora'),
    buttons(link('Acompanhar', 'https://loja-aurora.example/pedidos/{{1}}'), quickReply('Falar com alguém')),
  ]),
  template(503, 'segunda_via', 'pt_BR', 'POSITIONAL', 'UTILITY', [
    header('DOCUMENT'),
    body('Segue a segunda via do boleto de {{1}}, no valor de R$ {{2}}.'),
    buttons(phone('Ligar para nós', '+551130030001')),
  ]),
  template(504, 'promocao_de_natal', 'pt_BR', 'POSITIONAL', 'MARKETING', [
    header('VIDEO'),
    body('{{1}}, o Natal chegou mais cedo: {{2}} de desconto até domingo.'),
    footer('Responda SAIR para não receber mais.'),
    buttons(copyCode('NATAL25'), quickReply('Quero saber mais')),
  ]),
  template(505, 'retomar_atendimento', 'pt_BR', 'POSITIONAL', 'UTILITY', [
    body('Podemos continuar o seu atendimento?'),
    buttons(quickReply('Sim'), quickReply('Agora não')),
  ]),
  template(511, 'welcome', 'en', 'NAMED', 'UTILITY', [
    header('TEXT', 'Hello {{name}}'),
    body('This is Aurora Store. {{agent}} will take it from here.'),
    footer('Reply STOP to opt out.'),
  ]),
  template(512, 'order_shipped', 'en', 'POSITIONAL', 'UTILITY', [
    header('IMAGE'),
    body('Your order {{1}} is on its way and arrives by {{2}}.'),
    buttons(link('Track it', 'https://loja-aurora.example/en/orders/{{1}}')),
  ]),
  template(513, 'appointment_reminder', 'en', 'NAMED', 'UTILITY', [
    body('Hi {{name}}, see you on {{day}} at {{hour}}.'),
    buttons(quickReply('Confirm'), quickReply('Reschedule'), phone('Call us', '+12025550100')),
  ]),
  template(521, 'bienvenida', 'es', 'NAMED', 'UTILITY', [
    header('TEXT', '¡Hola, {{nombre}}!'),
    body('Somos Tienda Aurora. {{agente}} seguirá con su consulta por este número.'),
    footer('Responda BAJA para no recibir más.'),
  ]),
  template(522, 'factura', 'es', 'POSITIONAL', 'UTILITY', [
    header('DOCUMENT'),
    body('Adjuntamos la factura {{1}} del {{2}}.'),
    footer('Tienda Aurora'),
  ]),
  template(523, 'encuesta', 'es', 'POSITIONAL', 'MARKETING', [
    header('TEXT', 'Su opinión'),
    body('{{1}}, ¿cómo le atendimos hoy?'),
    buttons(quickReply('Bien'), quickReply('Regular'), quickReply('Mal')),
  ]),
];
