"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import type { CallAnswer } from "@/components/data/api";
import { useMe } from "@/components/data/use-me";
import { useStartOperation } from "@/components/data/use-start-operation";
import { Time } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { plural } from "@/components/ui/format";
import { HoldKey } from "@/components/ui/hold-key";
import { Key, KeyLink } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import type { WirePlan } from "@/server/contract/plans";
import { Approved, AskApproval } from "./approval";
import { sentence } from "./names";
import { Outdated } from "./outdated";
import { hasCode, ProblemNote } from "./problem-note";
import { startCurl, startRequest } from "./requests";
import { useOpenPlan } from "./use-open-plan";

/** The confirmation, as strong as the server says, and what can be done instead. */
export function Confirm({ plan, expired }: { readonly plan: WirePlan; readonly expired: boolean }) {
  if (plan.operationId !== null) {
    return (
      <Box>
        <p className="mid mb-2.5">This plan was applied. A plan is good for one operation.</p>
        <KeyLink href={`/operations/${plan.operationId}`} variant="pri" size="lg" className="w-full">
          See the operation
        </KeyLink>
      </Box>
    );
  }
  if (plan.steps.length === 0 || expired) return <PlanAgain plan={plan} expired={expired} />;
  return <Apply plan={plan} />;
}

function PlanAgain({ plan, expired }: { readonly plan: WirePlan; readonly expired: boolean }) {
  const next = useOpenPlan();
  return (
    <Box>
      {expired && <p className="mid mb-2.5">This plan is over its time. Nothing was sent.</p>}
      <Key variant="pri" size="lg" className="w-full" busy={next.busy} onClick={() => next.replan(plan)}>
        Plan again
      </Key>
      <ProblemNote error={next.error} />
    </Box>
  );
}

function Apply({ plan }: { readonly plan: WirePlan }) {
  const router = useRouter();
  const start = useStartOperation(({ id }) => router.push(`/operations/${id}`));
  const next = useOpenPlan();
  const outdated = hasCode(start.error, "plan-stale", "plan-expired");
  const apply = () => start.mutate(startRequest(plan));
  return (
    <Box>
      {outdated ? (
        <Outdated error={start.error} busy={next.busy} onAgain={() => next.replan(plan)} />
      ) : (
        <Strength plan={plan} busy={start.isPending || start.isSuccess} onConfirm={apply} />
      )}
      <ProblemNote error={outdated ? next.error : (start.error ?? next.error)} />
      <div className="mt-2.5 flex flex-wrap items-center justify-between gap-x-2">
        <KeyLink href="/resources" variant="gho" size="sm" className="-ml-2.5">
          Discard plan
        </KeyLink>
        {!outdated && (plan.confirm.level !== "approve" || plan.approval) && <CurlKey plan={plan} />}
      </div>
      {!outdated && (
        <p className="dim mt-3 text-xs">
          {plan.action === "pause"
            ? `The configuration of ${plan.steps.length === 1 ? "it" : `all ${plan.steps.length}`} is saved before the first call.`
            : "Each resource is read back and compared with what was saved."}{" "}
          What has changed since <Time at={plan.createdAt} /> is named before anything is sent; what changes later is
          left alone.
        </p>
      )}
    </Box>
  );
}

function Strength({
  plan,
  busy,
  onConfirm,
}: {
  readonly plan: WirePlan;
  readonly busy: boolean;
  readonly onConfirm: () => void;
}) {
  const me = useMe().data;
  const { level, reason, text } = plan.confirm;
  const word = `${plan.action === "pause" ? "Stop" : "Start"} ${plural(plan.steps.length, "resource")}`;
  const refusal = refusalFor(plan, me);
  if (level === "hold") {
    return (
      <>
        <Reason text={reason} />
        <HoldKey busy={busy} onHeld={onConfirm} reason={refusal}>
          {word}
        </HoldKey>
      </>
    );
  }
  if (level === "approve" && plan.approval === null) return <AskApproval plan={plan} />;
  if (level === "type" || level === "approve") {
    return (
      <TypeAndPress plan={plan} text={text ?? ""} word={word} busy={busy} refusal={refusal} onConfirm={onConfirm} />
    );
  }
  return (
    <>
      <Reason text={level === "none" ? "" : reason} />
      <ApplyKey plan={plan} word={word} busy={busy} disabled={refusal !== null} onPress={onConfirm} />
      {refusal && <p className="mid mt-1.5 text-xs">{refusal}</p>}
    </>
  );
}

type Me = CallAnswer<"me">;

/** Why the reader has no key, in one sentence; null for those who have it. */
function refusalFor({ approval, createdBy, createdById }: WirePlan, me: Me | undefined): string | null {
  if (me?.role === "viewer") return "Your role sees plans. An operator or an admin can apply them.";
  if (!approval || !me || me.id === createdById || me.id === approval.byId) return null;
  return `Only ${createdBy}, who planned it, or ${approval.by}, who approved it, can apply it.`;
}

interface TypeProps {
  readonly plan: WirePlan;
  readonly text: string;
  readonly word: string;
  readonly busy: boolean;
  readonly refusal: string | null;
  readonly onConfirm: () => void;
}

function TypeAndPress({ plan, text, word, busy, refusal, onConfirm }: TypeProps) {
  const [typed, setTyped] = useState("");
  const right = typed.trim() === text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right && !busy && refusal === null) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      {plan.approval && <Approved approval={plan.approval} />}
      <label className="mid mb-1.5 block" htmlFor="confirm-text">
        Type <b className="b text-ink">{text}</b> to confirm.{" "}
        <span className="dim">{sentence(plan.confirm.reason)}</span>
      </label>
      <input
        id="confirm-text"
        className="inp w-full"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        disabled={refusal !== null}
      />
      <div className="mt-2.5">
        <ApplyKey plan={plan} word={word} busy={busy} disabled={!right || refusal !== null} />
      </div>
      {refusal && <p className="mid mt-1.5 text-xs">{refusal}</p>}
    </form>
  );
}

interface ApplyKeyProps {
  readonly plan: WirePlan;
  readonly word: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  /** Without it the key sends its form. */
  readonly onPress?: () => void;
}

function ApplyKey({ plan, word, busy, disabled, onPress }: ApplyKeyProps) {
  return (
    <Key
      type={onPress ? "button" : "submit"}
      variant={plan.action === "pause" ? "pri" : "lamp"}
      size="lg"
      className="w-full"
      busy={busy}
      disabled={disabled}
      {...(onPress ? { onClick: onPress } : {})}
    >
      <StateGlyph state={plan.action === "pause" ? "paused" : "running"} />
      {busy ? "Saving the configuration" : word}
    </Key>
  );
}

function Reason({ text }: { readonly text: string }) {
  return text === "" ? null : <p className="mid mb-2">{sentence(text)}</p>;
}

const never = () => () => {};

/** The address is the browser's: the server does not know under which name it is reached. */
function CurlKey({ plan }: { readonly plan: WirePlan }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return <CopyButton label="Copy as curl" text={startCurl(origin, plan)} />;
}

function Box({ children }: { readonly children: React.ReactNode }) {
  return <div className="mt-3.5 border-t border-line px-0.5 pt-3.5">{children}</div>;
}
