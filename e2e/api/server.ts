import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The real server as a user starts it: built when needed, on a free port, with a data folder of its own. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

export interface Server {
  readonly url: string;
  readonly output: () => string;
  /** SIGKILL to the whole of it, as when the machine dies. */
  kill(): Promise<void>;
}

export async function startServer(env: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: { ...process.env, ...env, PORT: String(port), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => said);
  return { url, output: () => said, kill: () => killAll(child) };
}

/** A build takes up to a minute or two on a small machine. */
async function ready(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${said()}`);
    const ok = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`The server was not ready within five minutes:\n${said()}`);
}

async function killAll(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGKILL");
  await gone;
}

/** `npm run token -- create NAME --role ROLE`, exactly as a script would. */
export async function createToken(dataDir: string, name: string, role: string): Promise<string> {
  const args = ["run", "--silent", "token", "--", "create", name, "--role", role];
  const { stdout } = await run("npm", args, { cwd: root, env: { ...process.env, STANDBY_DATA_DIR: dataDir } });
  return stdout;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
