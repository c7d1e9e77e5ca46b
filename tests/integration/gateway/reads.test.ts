// What clients ask for page by page: sessions, messages, templates, colleagues.
import { describe, expect, it } from 'vitest';
import type { Agent, Queue, Template } from '#shared/model/directory.ts';
import type { Message } from '#shared/model/message.ts';
import type { Session } from '#shared/model/session.ts';
import { emulatedGatewayTests } from '#tests/support/emulated-gateway.ts';
import type { Answer } from '#tests/support/link-client.ts';
import { enter, sessionIdOf } from '#tests/support/test-gateway.ts';

const start = emulatedGatewayTests();

const resultOf = <Result>(answer: Answer): Result => {
  if (answer.frame === 'nack') throw new Error(answer.error.message);
  // The gateway's own results are checked where they are made; a test names the one it asked for.
  return answer.result as Result;
};

describe('pages', () => {
  it('of sessions are whole and in order, also when one moves to the top meanwhile', async () => {
    const system = await start();
    const ana = await enter(system, '1001');
    const written: string[] = [];
    for (let n = 0; n < 7; n++) {
      const what = { channel: 'sms', from: `+551193333000${n}`, text: 'Oi' } as const;
      written.push(String((await system.control.contactWrites(what)).sessionId));
    }
    for (const id of written) await ana.event('session.put', (event) => sessionIdOf(event) === id);
    const page = async (before: Session | undefined) => {
      const cursor = before === undefined ? null : { activeAt: before.activeAt, id: before.id };
      const payload = { list: 'recent', before: cursor, limit: 3 };
      return resultOf<{ sessions: Session[]; hasMore: boolean }>(await ana.command('session.page', payload));
    };
    const first = await page(undefined);
    // The oldest, which no page has named yet, speaks again a minute later: it is told live.
    await system.control.do('clock', { advanceMs: 60_000 });
    await system.control.contactWrites({ channel: 'sms', from: '+5511933330000', text: 'Ainda aí?' });
    await ana.event(
      'session.put',
      (event) => sessionIdOf(event) === written[0] && (event['session'] as Session).unreadCount === 2,
    );
    const second = await page(first.sessions.at(-1));
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    const named = [...first.sessions, ...second.sessions];
    expect(named.map(({ id }) => id).toSorted()).toEqual(written.slice(1).toSorted());
    const times = named.map(({ activeAt }) => activeAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('of messages go back to the first one, also beyond what the gateway holds', async () => {
    const system = await start();
    // Written before anybody of Lynk saw the session: the gateway has the newest few only.
    const what = { channel: 'sms', from: '+5511933330009', text: 'n', times: 250 } as const;
    const { sessionId } = await system.control.contactWrites(what);
    const ana = await enter(system, '1001');
    const id = String(sessionId);
    await ana.event('session.put', (event) => sessionIdOf(event) === id);
    const texts: string[] = [];
    const sizes: number[] = [];
    for (let before: number | null = null, hasMore = true; hasMore;) {
      const answer = await ana.command('message.page', { sessionId: id, before, limit: 100 });
      const page: { messages: Message[]; hasMore: boolean } = resultOf(answer);
      texts.push(...page.messages.map(({ text }) => text));
      sizes.push(page.messages.length);
      ({ hasMore } = page);
      before = page.messages.at(-1)!.position;
    }
    expect(texts).toEqual(Array.from({ length: 250 }, (_, index) => `n ${250 - index}`));
    expect(sizes).toEqual([100, 100, 50]);
  });
});

describe('the directory', () => {
  it('gives the templates of a channel, and none where there are none', async () => {
    const ana = await enter(await start(), '1001');
    const of = async (channelId: string) =>
      resultOf<{ templates: Template[] }>(await ana.command('template.list', { channelId })).templates;
    const whatsapp = await of('3');
    expect(whatsapp.map(({ name }) => name)).toContain('boas_vindas');
    expect(whatsapp.every(({ channelId }) => channelId === '3')).toBe(true);
    expect(whatsapp.find(({ name }) => name === 'pedido_enviado')).toMatchObject({
      language: 'pt_BR',
      variables: 'positional',
      components: [
        { kind: 'header', format: 'image' },
        { kind: 'body' },
        { kind: 'footer' },
        { kind: 'buttons' },
      ],
    });
    expect(await of('1')).toEqual([]);
  });

  it('finds colleagues and queues by name, without accents, and colleagues by number', async () => {
    const ana = await enter(await start(), '1001');
    const search = async (text: string, limit = 10) => {
      const answer = await ana.command('directory.search', { text, limit });
      const { agents, queues } = resultOf<{ agents: Agent[]; queues: Queue[] }>(answer);
      return [agents.map(({ name }) => name), queues.map(({ name }) => name)];
    };
    expect(await search('joao')).toEqual([['João Pereira'], []]);
    expect(await search('1010')).toEqual([['João Pereira'], []]);
    expect(await search('vend')).toEqual([[], ['Vendas']]);
    expect((await search('', 2)).map(({ length }) => length)).toEqual([2, 2]);
  });
});
