import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

describe('the directory of the PABX', () => {
  it('is read whole: extensions, queues with their rows, channels', async () => {
    bench = await startBench();
    const extensions = await bench.pabx.extensions();
    expect(extensions).toHaveLength(12);
    expect(extensions[0]).toEqual({
      id: 131,
      number: '1001',
      name: 'Ana Souza',
      presence: 'available',
      isOnline: true,
    });
    expect(extensions.find(({ number }) => number === '1010')).toMatchObject({ isOnline: false });
    const queues = await bench.pabx.queues();
    expect(queues.map(({ name, mode }) => [name, mode])).toEqual([
      ['Atendimento', 'manual'],
      ['Vendas', 'auto'],
      ['Suporte', 'none'],
    ]);
    expect(queues[0]?.members[0]).toEqual({
      memberId: 11,
      extensionId: 131,
      number: '1001',
      name: 'Ana Souza',
    });
    const channels = await bench.pabx.channels();
    expect(channels.map(({ kind, provider }) => [kind, provider])).toEqual([
      ['sms', 'general'],
      ['sms', 'twilio'],
      ['whatsapp', 'whatsapp'],
      ['facebook', 'facebook'],
      ['livechat', 'livechat'],
    ]);
  });

  it('holds templates with every kind of component', async () => {
    bench = await startBench();
    const templates = await bench.pabx.templates(3);
    const parts = templates.flatMap((template) => template.components);
    expect(new Set(parts.map((part) => part.kind))).toEqual(new Set(['header', 'body', 'footer', 'buttons']));
    const headers = parts.filter((part) => part.kind === 'header').map((part) => part.format);
    expect(new Set(headers)).toEqual(new Set(['text', 'image', 'video', 'document']));
    const buttons = parts.flatMap((part) => part.buttons ?? []);
    expect(new Set(buttons.map((button) => button.kind))).toEqual(
      new Set(['quickReply', 'url', 'phone', 'copyCode']),
    );
    expect(buttons.find((button) => button.kind === 'url')?.value).toContain('{{1}}');
  });

  it('holds contacts, which can be made and changed', async () => {
    bench = await startBench();
    const fields = {
      firstName: 'Rosa',
      lastName: 'Prado',
      company: 'Flor',
      email: 'rosa@example.com',
      remark: '',
      numbers: [{ kind: 'mobile_number' as const, number: '+5511900001234' }],
    };
    const id = await bench.pabx.createContact(fields);
    await bench.pabx.updateContact(id, { ...fields, company: 'Flores' });
    expect((await bench.pabx.contacts()).find((contact) => contact.id === id)).toEqual({
      id,
      name: 'Rosa Prado',
      company: 'Flores',
      email: 'rosa@example.com',
      remark: '',
      numbers: fields.numbers,
    });
  });

  it('holds campaigns with their counts and who answers them', async () => {
    bench = await startBench({ emulator: { history: true } });
    const campaigns = await bench.pabx.campaigns();
    expect(campaigns.find(({ status }) => status === 'completed')).toMatchObject({
      kind: 'whatsapp',
      totalCount: expect.any(Number),
      assignedTo: { kind: 'queue', id: 1 },
    });
    for (const campaign of campaigns) expect(campaign.failedCount).toBeLessThanOrEqual(campaign.totalCount);
  });
});
