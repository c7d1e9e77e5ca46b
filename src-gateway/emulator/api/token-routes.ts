// Sign-in, renewal and end of access tokens (reference 1.2).
import { z } from 'zod';
import { ACCESS_LIFE_S, REFRESH_LIFE_S } from '../model/token-desk.ts';
import { get, openPost, type Routes } from './route.ts';

interface Pair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const pairShape = ({ accessToken, refreshToken }: Pair): object => ({
  access_token_expire_time: ACCESS_LIFE_S,
  access_token: accessToken,
  refresh_token_expire_time: REFRESH_LIFE_S,
  refresh_token: refreshToken,
});

export const TOKEN_ROUTES: Routes = {
  get_token: openPost(z.object({ username: z.string(), password: z.string() }), (world, input, caller) =>
    pairShape(world.tokens.signIn(caller.address, input.username, input.password)),
  ),
  refresh_token: openPost(z.object({ refresh_token: z.string() }), (world, input) =>
    pairShape(world.tokens.refresh(input.refresh_token)),
  ),
  del_token: get(z.object({}), (world, _input, caller) => {
    world.tokens.revoke(caller.accessToken);
    return {};
  }),
};
