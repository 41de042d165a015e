import { hash, verify } from "@node-rs/argon2";

/**
 * OWASP's minimum for argon2id: 19 MiB, two passes, one lane (Password Storage Cheat Sheet, 2025). Argon2id is the
 * library's default algorithm. About 30 ms of one core.
 */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordLength = { min: 12, max: 256 };

/** Hashes at most two passwords at a time: a crowd of sign-ins may not take all memory and cores. */
const inTurn = createQueue(2);

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize("NFKC"), strength));
}

/** False for a wrong password and for a hash that cannot be read. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return inTurn(async () => verify(passwordHash, password.normalize("NFKC")).catch(() => false));
}

/** Does the work of a check against nothing, so that an unknown e-mail takes as long as a known one. */
export async function pretendToVerify(password: string): Promise<false> {
  decoy ??= hashPassword("nobody has this password");
  await verifyPassword(await decoy, password);
  return false;
}
let decoy: Promise<string> | undefined;

/** Why a password will not do, or null. `words` are the person's own name and e-mail. Pure. */
export function passwordWeakness(password: string, words: readonly string[]): string | null {
  if (password.length < passwordLength.min) return `needs at least ${passwordLength.min} characters`;
  if (password.length > passwordLength.max) return `may have at most ${passwordLength.max} characters`;
  if (new Set(password).size < 5) return "repeats too few characters";
  const plain = password.toLowerCase();
  if (isRun(plain)) return "is a row of the keyboard or the alphabet";
  const letters = plain.replace(/[^a-z]/g, "");
  if (common.has(plain) || common.has(letters)) return "is one of the passwords that everybody tries first";
  const rest = words
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .reduce((text, word) => text.replaceAll(word, ""), plain);
  if (rest.length < 6) return "is little more than your name, your e-mail or the name of this product";
  return null;
}

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];

function isRun(plain: string): boolean {
  return rows.some((row) => row.includes(plain) || [...row].reverse().join("").includes(plain));
}

/** Long passwords from public lists of the most used; compared as typed and by their letters alone. */
const common = new Set([
  "password",
  "passwordpassword",
  "mypassword",
  "changeme",
  "changemenow",
  "changemeplease",
  "pleasechangeme",
  "letmein",
  "letmeinnow",
  "letmeinplease",
  "welcome",
  "welcomewelcome",
  "administrator",
  "adminadmin",
  "adminadminadmin",
  "admin",
  "root",
  "rootroot",
  "iloveyou",
  "iloveyousomuch",
  "iloveyouforever",
  "qwerty",
  "qwertyqwerty",
  "qwertyuiop",
  "qwertyuiopasdf",
  "correcthorsebatterystaple",
  "trustno",
  "superman",
  "football",
  "sunshine",
  "princess",
  "thisisapassword",
  "testtesttest",
  "testpassword",
  "defaultpassword",
  "unbelievable",
  "monkeymonkey",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "1qaz2wsx3edc4rfv",
  "zaq12wsxcde3",
  "q1w2e3r4t5y6",
  "123123123123",
  "112233445566",
  "121212121212",
  "147258369147",
  "987654321012",
]);

/** Runs tasks in the order they come, at most `width` at once. */
function createQueue(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
