import { connect, createServer, type Socket } from "node:net";

/** A network cable between browser and server that can be pulled out: open connections break, new ones are refused. */
export interface Cable {
  readonly origin: string;
  readonly cut: () => void;
  readonly mend: () => void;
  readonly remove: () => void;
}

/** The browser's own offline mode keeps a stream alive that is open already, so the connection itself has to break. */
export async function plugIn(serverOrigin: string): Promise<Cable> {
  const port = Number(new URL(serverOrigin).port);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(port, "localhost");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://localhost:${own}`,
    cut: () => {
      whole = false;
      breakAll();
    },
    mend: () => {
      whole = true;
    },
    remove: () => {
      breakAll();
      server.close();
    },
  };
}
