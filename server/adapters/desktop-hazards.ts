import type { Hazard } from "../core/plan";
import type { Scaling } from "./scaling-hold";

/** What a person must know before desktops that people stream are paused (desktop-capacity.ts). Pure. */

interface Desktops {
  readonly desired: number | null;
  readonly sessions: number | null;
  readonly errors: readonly string[];
  readonly scaling: Scaling | null;
}

export interface DesktopWords {
  /** What sentences call it: "fleet". */
  readonly thing: string;
  /** Where AWS does not tell how many sessions there are. */
  readonly sessionsUnknown: string;
  /** Where there are none. */
  readonly nobody: Omit<Hazard, "level">;
  /** What a start makes anew: "3 instances of stream.standard.medium". */
  readonly makes: string;
  /** What must be there for a start. */
  readonly needs: Hazard | false;
  /** When AWS moves a size into the range that it is outside of. */
  readonly movedWhen: string;
}

export function desktopHazards(detail: Desktops, words: DesktopWords): readonly Hazard[] {
  const { errors } = detail;
  const all: readonly (Hazard | false)[] = [
    sessionsEnd(detail, words),
    {
      level: "note",
      code: "capacity-not-promised",
      title: "AWS promises no machines for the way back",
      detail: `A start makes ${words.makes} anew, which takes a quarter of an hour or more.`,
    },
    errors.length > 0 && {
      level: "warning",
      code: `${words.thing}-errors`,
      title: "AWS reports errors of it",
      detail: `It may not start again until they are repaired: ${errors.join("; ")}`,
    },
    words.needs,
    ...ofScaling(detail, words),
  ];
  return all.filter((hazard) => hazard !== false);
}

/** Instances are not persistent: what is in none of the storages of its users ends with the session. */
function sessionsEnd({ sessions }: Desktops, { sessionsUnknown, nobody }: DesktopWords): Hazard {
  if (sessions === null) {
    return { level: "warning", code: "sessions-unknown", title: "It may be in use", detail: sessionsUnknown };
  }
  if (sessions === 0) return { level: "note", ...nobody };
  return {
    level: "dataLoss",
    code: "sessions-end",
    title: "Sessions end",
    detail: `${sessions} that are open now. What is not in a home folder or another storage is lost with the instance.`,
  };
}

function ofScaling({ scaling, desired }: Desktops, { movedWhen }: DesktopWords): readonly (Hazard | false)[] {
  if (!scaling) return [];
  const { min, max, suspended } = scaling;
  return [
    !suspended.scheduled && {
      level: "note",
      code: "scheduled-scaling-missed",
      title: "Scheduled scaling does not catch up",
      detail: "Scheduled actions that fall into the pause are not run later.",
    },
    desired !== null &&
      (desired < min || desired > max) && {
        level: "warning",
        code: "capacity-outside-range",
        title: "Its capacity is outside its scaling range",
        detail: `${desired} is not within ${min} to ${max}; AWS moves it there ${movedWhen}.`,
      },
  ];
}
