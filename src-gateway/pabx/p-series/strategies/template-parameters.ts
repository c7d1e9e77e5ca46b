// How a template and its values are written into `whatsapp_msg_param` (reference 3.2). The outer form is the
// vendor's; the inside of `parameters` and of BUTTONS is cut off there and follows Meta's own send format.
// To be tried on a real PABX: docs/p-series.md.
import { AppError } from '#shared/model/errors.ts';
import type { TemplateComponent } from '#shared/model/directory.ts';
import type { PabxTemplate } from '#gateway/pabx/pabx.ts';

/** Gives the JSON string of the parameter. @throws AppError `message.templateVariablesMissing`. */
export type TemplateParameters = (template: PabxTemplate, values: Readonly<Record<string, string>>) => string;

const VARIABLE = /\{\{\s*([\w.]+)\s*\}\}/gu;
const MEDIA = 'media';

/**
 * A value is looked up by the place and name of its variable (`header.1`, `body.nome`, `button0.1`; the address
 * of a header's picture, video or document is `header.media`), then by the name alone.
 */
export const metaParameters: TemplateParameters = (template, values) => {
  const valueOf = (place: string, name: string): string => {
    const value = values[`${place}.${name}`] ?? values[name];
    if (value === undefined || value === '') {
      throw new AppError('message.templateVariablesMissing', { details: { variable: name, place } });
    }
    return value;
  };
  const texts = (place: string, text: string | undefined): object[] =>
    namesIn(text).map((name) => ({
      type: 'text',
      ...(template.variables === 'named' ? { parameter_name: name } : {}),
      text: valueOf(place, name),
    }));
  const written = template.components.flatMap((component) => writeComponent(component, texts, valueOf));
  return JSON.stringify({
    id: template.id,
    template_id: template.externalId,
    name: template.name,
    language: { code: template.language },
    parameter_format: template.variables === 'named' ? 'NAMED' : 'POSITIONAL',
    components: written,
  });
};

type Texts = (place: string, text: string | undefined) => object[];

function writeComponent(
  component: TemplateComponent,
  texts: Texts,
  valueOf: (place: string, name: string) => string,
): object[] {
  if (component.kind === 'buttons') {
    const buttons = (component.buttons ?? []).flatMap((button, index) => {
      const parameters = texts(`button${index}`, button.value);
      return parameters.length === 0 ? [] : [{ type: BUTTON_TYPE[button.kind], index, parameters }];
    });
    return buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons }];
  }
  if (component.kind === 'footer') return [];
  const format = component.format ?? 'text';
  const parameters =
    component.kind === 'header' && format !== 'text'
      ? [{ type: format, [format]: { link: valueOf('header', MEDIA) } }]
      : texts(component.kind, component.text);
  return parameters.length === 0 ? [] : [{ type: component.kind.toUpperCase(), parameters }];
}

const BUTTON_TYPE = {
  quickReply: 'QUICK_REPLY',
  url: 'URL',
  phone: 'PHONE_NUMBER',
  copyCode: 'COPY_CODE',
} satisfies Record<NonNullable<TemplateComponent['buttons']>[number]['kind'], string>;

/** Names of the variables in a text, each once, in their order. */
function namesIn(text: string | undefined): string[] {
  return [...new Set([...(text ?? '').matchAll(VARIABLE)].map((match) => match[1] ?? ''))];
}
