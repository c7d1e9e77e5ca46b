import { afterEach, describe, expect, it } from 'vitest';
import type { PabxFile, SendMessage } from '#gateway/pabx/pabx.ts';
import { type Bench, eventually, startBench, text } from './bench.ts';

let bench: Bench;
afterEach(() => bench.stop());

const ZE = { channel: 'whatsapp', from: '+5511999990000', name: 'Zé', text: 'Oi' } as const;
const newSms = (address: string, requestId: string): SendMessage => ({
  target: { provider: 'general', sender: '+551130030001', address },
  from: '1001',
  content: text('Bom dia'),
  requestId,
});

describe('a send', () => {
  it('names the message and carries our id', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    const reply = { target: { sessionId }, from: '1001', content: text('Olá'), requestId: 'r1' };
    const sent = await bench.pabx.send(reply);
    expect((await bench.sessionState(sessionId)).messages.at(-1)).toMatchObject({
      id: sent.messageId,
      requestId: 'r1',
      body: 'Olá',
    });
    expect(sent.sessionId).toBe(sessionId);
  });

  it('opens a session, or goes on with the open one of the same numbers, even a colleague’s', async () => {
    bench = await startBench();
    const { pabx } = bench;
    const first = await pabx.send(newSms('+55 (11) 97777-0000', 'r1'));
    expect(await pabx.session(first.sessionId)).toMatchObject({ address: '+5511977770000', holder: '1001' });
    const second = await pabx.send(newSms('+5511977770000', 'r2'));
    expect(second.sessionId).toBe(first.sessionId);
    await pabx.transfer(first.sessionId, { kind: 'extension', id: (await bench.agent('1003')).id });
    const third = await pabx.send(newSms('+5511977770000', 'r3'));
    expect(third.sessionId).toBe(first.sessionId);
  });

  it.each([true, false])(
    'whose answer was lost is not repeated but recognised (echo: %s)',
    async (requestIdEcho) => {
      bench = await startBench();
      await bench.start();
      await bench.control('pushes', { requestIdEcho });
      const { sessionId } = await bench.contactWrites(ZE);
      const state = { endpoint: 'message/send', errcode: 0, times: 1, isLost: true };
      await bench.control('answer', state);
      const reply = { target: { sessionId }, from: '1001', content: text('Olá'), requestId: 'r1' };
      const lost = bench.pabx.send(reply);
      await expect(lost).rejects.toMatchObject({ code: 'pabx.unreachable', details: { mayBeDone: true } });
      const replies = (await bench.sessionState(sessionId)).messages.filter(
        (message) => message.body === 'Olá',
      );
      expect(replies).toHaveLength(1);
      const history = await bench.pabx.messages(sessionId, { limit: 5 });
      expect(history.at(-1)).toMatchObject({ id: replies[0]!.id, requestId: 'r1' });
      await eventually(() =>
        expect(bench.events.findLast((event) => event.kind === 'delivery')).toMatchObject({
          message: { requestId: 'r1' },
        }),
      );
    },
  );

  it('of a template brings its values', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    const template = (await bench.pabx.templates(3)).find((candidate) => candidate.name === 'welcome')!;
    await bench.pabx.send({
      target: { sessionId },
      from: '1001',
      content: { kind: 'template', template, values: { name: 'Zé', agent: 'Ana' } },
      requestId: 'r1',
    });
    const { messages } = await bench.sessionState(sessionId);
    expect(JSON.parse(messages.at(-1)!.templateParam)).toMatchObject({
      template_id: template.externalId,
      language: { code: 'en' },
      components: [
        { type: 'HEADER', parameters: [{ parameter_name: 'name', text: 'Zé' }] },
        { type: 'BODY', parameters: [{ parameter_name: 'agent', text: 'Ana' }] },
      ],
    });
    expect((await bench.pabx.messages(sessionId, { limit: 1 }))[0]).toMatchObject({ isTemplate: true });
  });
});

describe('a file', () => {
  it('goes up, out with a message, and comes down again byte by byte', async () => {
    bench = await startBench();
    const { sessionId } = await bench.contactWrites(ZE);
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const file = await bench.pabx.upload(new Blob([bytes], { type: 'image/png' }), 'ação.png');
    expect(file).toMatchObject({ name: 'ação.png', mimeType: 'image/png', sizeBytes: 70_000 });
    const content = { kind: 'file' as const, file, text: 'Veja' };
    await bench.pabx.send({ target: { sessionId }, from: '1001', content, requestId: 'r1' });
    const [message] = await bench.pabx.messages(sessionId, { limit: 1 });
    expect(message).toMatchObject({ text: 'Veja', files: [file] });
    const down = await bench.pabx.download(message!.files[0]!, 'whatsapp');
    expect(new Uint8Array(await down.arrayBuffer())).toEqual(bytes);
    expect(down.type).toBe('image/png');
  });

  it.each(['whatsapp', 'livechat'] as const)(
    'of a contact on %s is had by its channel’s address',
    async (channel) => {
      bench = await startBench();
      const written = await bench.contactWrites({
        channel,
        from: '+5511999990000',
        file: { kind: 'picture' },
      });
      const [message] = await bench.pabx.messages(written.sessionId, { limit: 1 });
      const file = message!.files[0]!;
      const picture = await bench.pabx.download(file, channel);
      expect(picture.size).toBe(file.sizeBytes);
      expect(await picture.slice(1, 4).text()).toBe('PNG');
    },
  );

  it('that the PABX shows its web portal for, or keeps no longer, is not found', async () => {
    bench = await startBench();
    const written = await bench.contactWrites({ ...ZE, file: { kind: 'pdf' } });
    const [message] = await bench.pabx.messages(written.sessionId, { limit: 1 });
    const file = message!.files[0]!;
    await bench.control('expire-files');
    await expect(bench.pabx.download(file, 'whatsapp')).rejects.toMatchObject({ code: 'file.notFound' });
    await bench.stop();

    // The path that a Cloud PABX answered with HTML, HTTP 200.
    const strategies = { download: (one: PabxFile) => ({ path: `files/${one.uri}`, withToken: true }) };
    bench = await startBench({ connector: { strategies } });
    await expect(bench.pabx.download(file, 'whatsapp')).rejects.toMatchObject({ code: 'file.notFound' });
  });

  it('is downloaded with a fresh token when the old one is over', async () => {
    bench = await startBench();
    const written = await bench.contactWrites({ ...ZE, file: { kind: 'voice' } });
    const [message] = await bench.pabx.messages(written.sessionId, { limit: 1 });
    await bench.control('expire-tokens');
    const voice = await bench.pabx.download(message!.files[0]!, 'whatsapp');
    expect(voice.size).toBe(message!.files[0]!.sizeBytes);
  });
});
