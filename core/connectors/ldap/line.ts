import type { Socket } from 'node:net';

/** How a message that answers no request begins: its number, which is 0, and that it is an extended response (RFC 4511, 4.4). */
const unasked = Buffer.from([0x02, 0x01, 0x00, 0x78]);

/** A message is a sequence (BER). */
const sequence = 0x30;

/**
 * The sockets of one connection: one, and after StartTLS a second one over it. ldapts hears neither of a notice of disconnection, after which no
 * request is answered, nor of the end of a connection that was made secure by StartTLS.
 */
export type Line = {
  readonly lost: boolean;
  /** Watches one more socket. */
  watch<T extends Socket>(socket: T): T;
  end(): void;
};

export function createLine(): Line {
  const sockets: Socket[] = [];
  return {
    get lost() {
      return sockets.some(({ destroyed, readable }) => destroyed || !readable);
    },
    watch: (socket) => {
      sockets.push(socket);
      socket.on(
        'data',
        noticing(() => socket.destroy()),
      );
      return socket;
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * Reads along, and calls where a message begins that answers no request: the notice of disconnection (4.4.1) is the only one there is. By how messages
 * are laid out and not by what is in them: what stands in people's names must end no connection.
 */
function noticing(onNotice: () => void): (data: Buffer) => void {
  let head = Buffer.alloc(0);
  let skip = 0;
  let reads = true;
  return (data) => {
    for (let rest = data; reads && rest.length > 0; ) {
      if (skip > 0) {
        const passed = Math.min(skip, rest.length);
        skip -= passed;
        rest = rest.subarray(passed);
        continue;
      }
      head = Buffer.concat([head, rest]);
      // What follows StartTLS is no message.
      if (head[0] !== sequence) reads = false;
      const body = bodyOf(head);
      if (!body || head.length < body.from + Math.min(body.length, unasked.length)) return;
      if (head.subarray(body.from, body.from + unasked.length).equals(unasked)) onNotice();
      rest = head;
      skip = body.from + body.length;
      head = Buffer.alloc(0);
    }
  };
}

/** Where the body of a message begins, and how long it is. Undefined while that cannot be told yet. */
function bodyOf(head: Buffer): { readonly from: number; readonly length: number } | undefined {
  const short = head[1];
  if (short === undefined) return undefined;
  if (short < 0x80) return { from: 2, length: short };
  const bytes = short - 0x80;
  return head.length < 2 + bytes || bytes > 6 ? undefined : { from: 2 + bytes, length: bytes === 0 ? 0 : head.readUIntBE(2, bytes) };
}
