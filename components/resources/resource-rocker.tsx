"use client";

import { microOf, moneyOf, savingOf } from "@/components/plan/amount";
import { planFor } from "@/components/plan/requests";
import type { useOpenPlan } from "@/components/plan/use-open-plan";
import { useZone } from "@/components/ui/clock";
import { formatMoney, formatTime } from "@/components/ui/format";
import { Rocker, type RockerHalf } from "@/components/ui/rocker";
import { type ShownState, stateWord } from "@/components/ui/state";
import type { WireResourceDetail } from "@/server/contract/resources";
import { isProtected } from "@/server/core/resource";

interface Props {
  readonly resource: WireResourceDetail;
  readonly plan: ReturnType<typeof useOpenPlan>;
}

/** The switch of one resource: the half that sticks up is what can be done, the other one is what is true. */
export function ResourceRocker({ resource, plan }: Props) {
  const zone = useZone();
  const since = `since ${formatTime(resource.changedAt, { zone, form: "date" })}`;
  const busy = plan.asked?.scope?.ids?.join() === resource.id;
  const { action } = resource;
  if (action === null) {
    return (
      <div className="mt-3.5">
        <Rocker label={resource.name} left={whyNot(resource)} right={isNow(resource, since)} />
      </div>
    );
  }
  const press = () => plan.open(planFor(action, [resource.id]));
  const can: RockerHalf =
    action === "pause"
      ? {
          face: "stop",
          word: busy ? "Planning" : "Stop",
          glyph: busy ? "changing" : "paused",
          line: savesText(resource),
          onPress: press,
          busy,
        }
      : {
          face: "start",
          word: busy ? "Planning" : "Start",
          glyph: busy ? "changing" : "running",
          line: costsText(resource),
          onPress: press,
          busy,
        };
  const now = isNow(resource, since);
  return (
    <div className="mt-3.5">
      <Rocker label={resource.name} left={action === "pause" ? can : now} right={action === "pause" ? now : can} />
    </div>
  );
}

function isNow(resource: WireResourceDetail, since: string): RockerHalf {
  const lit = resource.state === "running";
  const changing = resource.state === "changing";
  return {
    face: "down",
    word: stateWord(resource.state),
    glyph: resource.state,
    line: changing ? resource.saw : since,
    ...(lit ? { tone: "lit" as const } : {}),
    ...(changing ? { tone: "changing" as const } : {}),
  };
}

/** Why there is nothing to press. */
function whyNot(resource: WireResourceDetail): RockerHalf {
  const half = (word: string, line: string, glyph: ShownState, tone: RockerHalf["tone"]): RockerHalf => ({
    face: "down",
    word,
    line,
    glyph,
    ...(tone ? { tone } : {}),
  });
  if (resource.protected) {
    const line = isProtected(resource.tags) ? "Standby never stops it" : "asks a second person";
    return half("Protected", line, "protected", "protected");
  }
  if (resource.state === "changing") return half("Wait", "until AWS is done", "changing", "changing");
  if (resource.ownerId !== null) return half("Run by its owner", "stop or start the owner", "alwaysOn", "dim");
  if (resource.state === "alwaysOn") return half("No stop", "AWS has none for it", "alwaysOn", "dim");
  if (resource.state === "paused") return half("Not held", "was off before Standby came", "paused", "dim");
  return half("Nothing to press", "its state is not clear", "unknown", "dim");
}

function savesText({ hourlyRunning, hourlyPaused }: WireResourceDetail): string {
  const saving = savingOf(hourlyRunning, hourlyPaused);
  return saving === null ? "no price" : `saves ${formatMoney(moneyOf(saving), { digits: 3, per: "hour" })}`;
}

function costsText({ hourlyRunning }: WireResourceDetail): string {
  const cost = microOf(hourlyRunning);
  return cost === null ? "no price" : `costs ${formatMoney(moneyOf(cost), { digits: 3, per: "hour" })}`;
}
