// Reads a multipart/form-data body (RFC 7578), all of it in memory: the PABX takes 100 MB at most.
import type { NewFile } from '../model/file-shelf.ts';

const LINE_END = '\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');

/** The files of the parts called `field`, in their order; none when the body is not what its type says. */
export function filesOf(body: Buffer, contentType: string, field: string): NewFile[] {
  const boundary = parameterOf(contentType, 'boundary');
  if (boundary === null) return [];
  const files: NewFile[] = [];
  // The delimiter of every part but the first begins with the line end before it.
  const delimiter = Buffer.from(`${LINE_END}--${boundary}`);
  let at = body.indexOf(delimiter.subarray(LINE_END.length));
  if (at !== -1) at += delimiter.length - LINE_END.length;
  while (at !== -1) {
    const headEnd = body.indexOf(HEAD_END, at);
    const next = body.indexOf(delimiter, at);
    if (headEnd === -1 || next === -1 || headEnd > next) break;
    const headers = headersOf(body.toString('utf8', at, headEnd));
    const disposition = headers.get('content-disposition') ?? '';
    const name = parameterOf(disposition, 'filename');
    if (name !== null && parameterOf(disposition, 'name') === field) {
      files.push({
        name,
        mimeType: headers.get('content-type') ?? 'application/octet-stream',
        bytes: body.subarray(headEnd + HEAD_END.length, next),
      });
    }
    at = next + delimiter.length;
  }
  return files;
}

function headersOf(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split(LINE_END)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** A parameter of a header value, quoted or not; browsers escape quotes in file names as %22. */
function parameterOf(value: string, name: string): string | null {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'iu').exec(value);
  const found = match?.[1] ?? match?.[2];
  return found === undefined ? null : found.replaceAll('%22', '"');
}
