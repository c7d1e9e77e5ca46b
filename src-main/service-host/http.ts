import { AppError } from '#shared/model/errors.ts';
import type { Http } from '#service/ports.ts';

/** The service's HTTP over Node's fetch. Redirects are not followed: a token must not travel to another host. */
export const http: Http = async ({ method, url, token, json, file, signal }) => {
  const headers = new Headers();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  let body: string | FormData | undefined;
  if (file !== undefined) {
    body = new FormData();
    body.set('file', file.blob, file.name);
  } else if (json !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(json);
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw new AppError('link.unreachable', { cause });
  }
  return { status: response.status, json: () => response.json(), blob: () => response.blob() };
};
