// Calls (reference 5). `call/hangup` is not on the pages seen; it takes the channel of a member of the call.
import { z } from 'zod';
import { callShape, dial, hangUp, isLive } from '../calls.ts';
import { extensionById } from '../world.ts';
import { get, post, type Routes } from './route.ts';

const dialBody = z.object({
  caller: z.string().min(1),
  callee: z.string().min(1),
  dial_permission: z.string().default(''),
  auto_answer: z.enum(['yes', 'no']).default('no'),
});

const callQuery = z.object({
  call_id: z.string().default(''),
  extension: z.string().default(''),
  type: z.string().default(''),
});

export const CALL_ROUTES: Routes = {
  'call/dial': post(dialBody, (world, input) => ({
    call_id: dial(world, input.caller, input.callee, input.dial_permission).id,
  })),
  'call/query': get(callQuery, (world, input) => ({
    data: [...world.calls.values()]
      .filter(
        (call) =>
          isLive(call) &&
          (input.call_id === '' || call.id === input.call_id) &&
          (input.extension === '' || extensionById(world, call.extensionId).number === input.extension) &&
          (input.type === '' || input.type === 'outbound'),
      )
      .map((call) => callShape(world, call)),
  })),
  'call/hangup': post(z.object({ channel_id: z.string().min(1) }), (world, input) => {
    hangUp(world, input.channel_id);
    return {};
  }),
};
