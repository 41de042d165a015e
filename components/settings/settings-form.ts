import type { WireSettings } from "@/server/contract/settings";

/** The settings as a person writes them: text, where an empty field is no limit. Pure. */
export interface SettingsText {
  readonly undoSeconds: string;
  readonly resources: string;
  /** In percent. */
  readonly share: string;
  readonly idleDays: string;
}

export type SettingsField = keyof SettingsText;

export interface Written {
  readonly settings: WireSettings | null;
  /** What is wrong, by field; empty when `settings` is there. */
  readonly errors: Partial<Readonly<Record<SettingsField, string>>>;
}

export function textOf({ undoSeconds, limits, idleDays }: WireSettings): SettingsText {
  return {
    undoSeconds: String(undoSeconds),
    resources: limits.resources === null ? "" : String(limits.resources),
    share: limits.share === null ? "" : String(Math.round(limits.share * 1000) / 10),
    idleDays: String(idleDays),
  };
}

/** What was written, or which field is wrong and what it takes. */
export function settingsOf(text: SettingsText): Written {
  const undoSeconds = numberOf(text.undoSeconds);
  const resources = numberOf(text.resources);
  const share = numberOf(text.share);
  const idleDays = numberOf(text.idleDays);
  const errors = {
    ...(undoSeconds === null || !isWhole(undoSeconds, 0, 60) ? { undoSeconds: "A whole number from 0 to 60." } : {}),
    ...(resources !== null && !isWhole(resources, 1, 1_000_000)
      ? { resources: "A whole number from 1 to 1,000,000, or nothing for no limit." }
      : {}),
    ...(share !== null && !(share >= 1 && share <= 100) ? { share: "From 1 to 100, or nothing for no limit." } : {}),
    ...(idleDays === null || !isWhole(idleDays, 1, 14) ? { idleDays: "A whole number from 1 to 14." } : {}),
  };
  if (Object.keys(errors).length > 0 || undoSeconds === null || idleDays === null) {
    return { settings: null, errors };
  }
  return {
    settings: {
      undoSeconds,
      limits: { resources, share: share === null ? null : Math.round(share * 10) / 1000 },
      idleDays,
    },
    errors,
  };
}

/** "A stop of more than 200 resources, or of more than 50 % of what runs in an account, has to be typed." */
export function limitsWords({ resources, share }: WireSettings["limits"]): string {
  const parts = [
    resources === null
      ? ""
      : `of more than ${resources.toLocaleString("en-US")} ${resources === 1 ? "resource" : "resources"}`,
    share === null ? "" : `of more than ${Math.round(share * 1000) / 10} % of what runs in an account`,
  ].filter(Boolean);
  if (parts.length === 0) return "No stop is too large to be started with a click.";
  return `A stop ${parts.join(", or ")} has to be typed, by scripts too.`;
}

/** Empty is null; what is no number is NaN, which is within no bounds. */
function numberOf(text: string): number | null {
  const written = text.trim().replace(",", ".");
  return written === "" ? null : Number(written);
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
