// Message queues and their members (reference 3.7). `members[].id` is the row, `extension_id` the person.
import { z } from 'zod';
import { LAST_QUEUE_ROW } from '../cast.ts';
import type { Queue } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import { queueShape } from '../shapes.ts';
import { extensionById, newId, queueById, type World } from '../world.ts';
import { contains, get, idList, optionalPageQuery, pageOf, positive, post, type Routes } from './route.ts';

const queueBody = z.object({
  name: z.string().min(1).max(127),
  assignment_mode: z.enum(['none', 'auto', 'manual']),
  members: z.array(z.object({ extension_id: positive })).default([]),
});

function list(world: World, input: z.output<typeof optionalPageQuery>, searched: string): object {
  const found = [...world.queues.values()].filter((queue) => contains(queue.name, searched));
  const { total, items } = pageOf(found, input);
  return { total_number: total, list: items.map(({ id, name }) => ({ id, name })) };
}

function membersOf(world: World, input: z.output<typeof queueBody>): Queue['members'] {
  const rows = [...world.queues.values()].flatMap((queue) => queue.members.map((member) => member.id));
  const last = Math.max(LAST_QUEUE_ROW, ...rows);
  return input.members.map((member, index) => ({
    id: last + index + 1,
    extensionId: extensionById(world, member.extension_id).id,
  }));
}

function refuseTakenName(world: World, name: string, id: number): void {
  for (const queue of world.queues.values()) {
    if (queue.name === name && queue.id !== id) throw new PabxRefusal(40003, `a queue is called ${name}`);
  }
}

export const QUEUE_ROUTES: Routes = {
  'message_queue/list': get(optionalPageQuery, (world, input) => list(world, input, '')),
  'message_queue/search': get(optionalPageQuery.extend({ search_value: z.string() }), (world, input) =>
    list(world, input, input.search_value),
  ),
  'message_queue/get': get(z.object({ id: positive }), (world, { id }) => ({
    data: queueShape(world, queueById(world, id)),
  })),
  'message_queue/query': get(z.object({ ids: idList }), (world, { ids }) => ({
    list: ids.map((id) => queueShape(world, queueById(world, id))),
  })),
  'message_queue/create': post(queueBody, (world, input) => {
    refuseTakenName(world, input.name, 0);
    const id = newId(world, world.queues);
    const { name, assignment_mode: mode } = input;
    world.queues.set(id, { id, name, mode, members: membersOf(world, input) });
    return { id };
  }),
  'message_queue/update': post(queueBody.extend({ id: positive }), (world, input) => {
    const queue = queueById(world, input.id);
    refuseTakenName(world, input.name, input.id);
    queue.name = input.name;
    queue.mode = input.assignment_mode;
    queue.members = membersOf(world, input);
    return {};
  }),
  'message_queue/delete': get(z.object({ id: positive }), (world, { id }) => {
    world.queues.delete(queueById(world, id).id);
    return {};
  }),
};
