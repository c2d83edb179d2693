import type { Socket } from 'node:net';

/** The name of the notice that a server sends before it closes a connection (RFC 4511, 4.4.1). */
const disconnection = '1.3.6.1.4.1.1466.20036';

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
      socket.on('data', (data: Buffer) => {
        if (data.includes(disconnection)) socket.destroy();
      });
      return socket;
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
