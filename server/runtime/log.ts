import pino from "pino";

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Structured lines on standard error; standard output is for answers. Secrets never reach a line. */
export function createLog(level: string): Log {
  const redact = { paths: ["*.password", "*.token", "*.authorization", "*.cookie", "*.secret"], censor: "[hidden]" };
  return pino({ level, base: null, redact }, pino.destination({ dest: 2, sync: true }));
}
