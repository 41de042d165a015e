/** Unguessable bytes, such as node:crypto's `randomBytes`. An argument, so that a test can fix them. */
export type RandomBytes = (size: number) => Uint8Array;

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` characters of 0-9A-Za-z, each equally likely: bytes from 248 on are thrown away, as 256 is no multiple of 62. */
export function randomBase62(length: number, randomBytes: RandomBytes): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += base62.charAt(byte % 62);
    }
  }
  return text;
}

/** A number as base 62, padded with zeros. */
export function toBase62(value: number, length: number): string {
  let rest = value;
  let text = "";
  while (rest > 0) {
    text = base62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(length, "0");
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
