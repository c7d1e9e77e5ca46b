import type { Http } from '#service/ports.ts';
import { AppError } from '#shared/model/errors.ts';

/** The service's HTTP over the browser's fetch. No cookies; redirects are refused, so a token stays with its host. */
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
      credentials: 'omit',
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw new AppError('link.unreachable', { cause });
  }
  return { status: response.status, json: () => response.json(), blob: () => response.blob() };
};
