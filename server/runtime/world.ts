import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock, NewId, Random } from "../core/ports";

/** Real time, identity and chance: made here and handed down, so that everything below can be told another story. */

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A ULID in lower case with a prefix: 48 bits of time, 80 bits of chance, sorts by time. */
export const newId: NewId = (prefix) => {
  let time = Date.now();
  let head = "";
  for (let digit = 0; digit < 10; digit += 1) {
    head = alphabet.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  const tail = Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % 32)).join("");
  return `${prefix}_${head}${tail}`;
};

export const random: Random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
