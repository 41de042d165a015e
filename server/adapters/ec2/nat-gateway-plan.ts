import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Fault, FaultCode } from "../../core/fault";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, Meanwhile, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";
import { acceptable } from "../options";
import { inOrder, type NatDetail, type NatRoute, natConfiguration, natRoute } from "./nat-gateway-detail";

/** The decisions about a NAT gateway. Pure. */

/** Not its id: a resume brings another, and a route that leads nowhere is found by itself. */
export const savedSchema = z.strictObject({
  configuration: natConfiguration,
  tags: z.record(z.string(), z.string()),
  routes: z.array(natRoute),
});
export type Saved = z.infer<typeof savedSchema>;

export const natOptions = z.strictObject({ newId: acceptable("deleted and made again under another id") });
export type NatOptions = z.infer<typeof natOptions>;

export type Op = "delete" | "create" | "replaceRoutes";
export const deleteParams = z.strictObject({ natGatewayId: z.string() });
export const createParams = z.strictObject({
  configuration: natConfiguration,
  tags: z.record(z.string(), z.string()),
  /** An earlier try that AWS still lists as failed. */
  failedId: z.string().nullable(),
});
export const routeParams = z.strictObject({ routes: z.array(natRoute) });

type Seen = Observed<NatDetail>;
type OwnStep = Step & { readonly op: Op };

export function classify({ detail }: Seen): Classified {
  const { state, natGatewayId, regional, moving, failure } = detail;
  const saw = state === "available" ? natGatewayId : `${state} ${natGatewayId}`;
  // Never came to be and bills nothing; a resume must see it, to tell its own next try from it.
  if (state === "failed") return { state: "paused", saw: `failed: ${failure?.message || failure?.code || "unknown"}` };
  if (state !== "available") return { state: "changing", saw };
  if (regional) {
    return {
      state: "unsupported",
      saw,
      reason: "A regional NAT gateway takes zones and addresses by itself; the same ones cannot be made again",
      remedy: "Delete it while nothing needs it, or use a gateway for each zone",
    };
  }
  return moving ? { state: "changing", saw: `${natGatewayId}, an address is moving` } : { state: "running", saw };
}

export function planPause({ detail, tags }: Seen, { newId }: NatOptions): PausePlan<Saved, Op> | Refused {
  const { natGatewayId, configuration, routes } = detail;
  const refusal = whyNot(detail, Object.keys(tags), newId);
  if (refusal) return { result: "refused", ...refusal };
  const step: OwnStep = {
    op: "delete",
    params: { natGatewayId },
    before: natGatewayId,
    after: "deleted, its address kept",
    settle: true,
  };
  return {
    result: "planned",
    saved: { configuration, tags, routes },
    steps: [step],
    hazards: pauseHazards(detail),
    restore: "recreated",
  };
}

function whyNot(
  { natGatewayId, configuration, extras }: NatDetail,
  tagKeys: readonly string[],
  newId: boolean,
): Pick<Refused, "reason" | "remedy" | "accepts"> | null {
  if (!newId) {
    return {
      reason: "A NAT gateway has no stop: it is deleted and made again, and then has another id",
      remedy: "Plan with the option newId to accept that",
      accepts: "newId",
    };
  }
  const foreign = tagKeys.find((key) => key.startsWith("aws:"));
  if (foreign) {
    return {
      reason: `An AWS service made ${natGatewayId} (${foreign}); a new one would not be the service's own`,
      remedy: "Remove it through what made it, such as its CloudFormation stack",
    };
  }
  if (extras.length > 0) {
    return {
      reason: `It has ${extras.join(" and ")}, which a new one would not have`,
      remedy: "Leave it on, or take that off it first",
    };
  }
  const isWhole = configuration.addresses.every(
    (one) => one.privateIp !== null && (configuration.connectivity === "private" || one.allocationId !== null),
  );
  if (isWhole && configuration.addresses.some((one) => one.primary)) return null;
  return {
    reason: "AWS does not tell all of its addresses, so the same ones could not be given to a new one",
    remedy: "Look at its addresses in the VPC console, then scan again",
  };
}

function pauseHazards({ natGatewayId, routes, configuration }: NatDetail): readonly Hazard[] {
  const tables = new Set(routes.map(({ table }) => table)).size;
  const found: (Hazard | false)[] = [
    {
      level: "warning",
      code: "nat-new-id",
      title: "It comes back under another id",
      detail: `${natGatewayId} is gone for good. Terraform and CloudFormation see that as drift, and whatever names the id (alarms, policies, flow logs) has to be told the new one.`,
    },
    {
      level: "warning",
      code: "no-way-out",
      title: "Private subnets lose their way out",
      detail: `${count(routes.length, "route")} in ${count(tables, "table")} lead nowhere until the resume. Image pulls, SSM agents, functions in the VPC, and Standby itself where it runs there, are cut off.`,
    },
    {
      level: "warning",
      code: "private-address-free",
      title: "Its private address is free meanwhile",
      detail: "Something else in the subnet can take it; the gateway then cannot be made again as it was.",
    },
    configuration.connectivity === "public" && {
      level: "note",
      code: "elastic-ip-stays",
      title: "Its elastic IP stays, and bills",
      detail: "It looks idle while the gateway is gone. Do not release it: the resume needs it.",
    },
  ];
  return found.filter((hazard) => hazard !== false);
}

function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}

export function planResume(saved: Saved, seen: Seen | null): ResumePlan<Op> | Refused {
  const here = seen?.detail;
  const isThere = here?.state === "available" || here?.state === "pending";
  const { configuration, tags, routes } = saved;
  const failedId = here?.state === "failed" ? here.natGatewayId : null;
  const create: OwnStep = {
    op: "create",
    params: { configuration, tags, failedId },
    before: "deleted",
    after: "available under a new id",
    settle: true,
  };
  const open = routes.filter((route) => !here || !isThere || !leads(here, route));
  const replace: OwnStep = {
    op: "replaceRoutes",
    params: { routes },
    before: `${count(open.length, "route")} without a target`,
    after: `${count(routes.length, "route")} to it`,
    settle: true,
  };
  const steps = [...(here?.state === "available" ? [] : [create]), ...(open.length > 0 ? [replace] : [])];
  return { result: "planned", steps, hazards: [] };
}

function leads({ routes }: NatDetail, { table, destination }: NatRoute): boolean {
  return routes.some((one) => one.table === table && one.destination === destination);
}

export function check(step: Step, seen: Seen | null): StepStatus {
  switch (step.op as Op) {
    case "delete":
      return checkDelete(deleteParams.parse(step.params).natGatewayId, seen);
    case "create":
      return checkCreate(createParams.parse(step.params).failedId, seen);
    case "replaceRoutes":
      return checkRoutes(routeParams.parse(step.params).routes, seen);
    default:
      throw new Error(`ec2.natGateway has no step ${step.op}`);
  }
}

function checkDelete(id: string, seen: Seen | null): StepStatus {
  if (!seen) return { status: "done", saw: "deleted" };
  const { state, natGatewayId } = seen.detail;
  const saw = `${natGatewayId} ${state}`;
  if (state === "deleting") return { status: "pending", saw };
  if (natGatewayId === id) return { status: "todo", saw };
  if (state === "failed") return { status: "done", saw };
  const reason = `Another gateway, ${natGatewayId}, has taken its place`;
  return { status: "blocked", saw, fault: { code: "refused", reason, remedy: "Scan again, then plan again" } };
}

function checkCreate(failedId: string | null, seen: Seen | null): StepStatus {
  if (!seen) return { status: "todo", saw: "deleted" };
  const { state, natGatewayId, failure } = seen.detail;
  const saw = `${natGatewayId} ${state}`;
  if (state === "available") return { status: "done", saw };
  if (state !== "failed") return { status: "pending", saw };
  if (natGatewayId === failedId) return { status: "todo", saw };
  return { status: "blocked", saw, fault: failureFault(failure) };
}

/** FailureCode of the EC2 API reference, NatGateway. */
function failureFault(failure: NatDetail["failure"]): Fault {
  const isFull = failure?.code === "InsufficientFreeAddressesInSubnet";
  const code: FaultCode = isFull ? "quota" : "refused";
  return {
    code,
    reason: failure?.message || failure?.code || "AWS could not make the NAT gateway and does not say why",
    remedy: remedies[failure?.code ?? ""] ?? "Repair what AWS names, then resume again",
  };
}

const remedies: Readonly<Record<string, string>> = {
  InsufficientFreeAddressesInSubnet: "Free addresses in its subnet, then resume again",
  "Gateway.NotAttached": "Attach an internet gateway to the VPC, then resume again",
  "InvalidAllocationID.NotFound": "Its elastic IP was released: end the hold and make a gateway with another one",
  "Resource.AlreadyAssociated": "Disassociate its elastic IP from what uses it now, then resume again",
  InternalError: "Resume again",
};

function checkRoutes(routes: readonly NatRoute[], seen: Seen | null): StepStatus {
  if (!seen) return { status: "blocked", saw: "deleted", fault: goneFault };
  const { detail } = seen;
  const led = routes.filter((route) => leads(detail, route)).length;
  const saw = `${led} of ${count(routes.length, "route")}`;
  if (detail.state !== "available") return { status: "pending", saw: `${saw}, ${detail.state}` };
  return { status: led === routes.length ? "done" : "todo", saw };
}

const goneFault: Fault = {
  code: "gone",
  reason: "The new NAT gateway was deleted",
  remedy: "Resume again: it is made again from the saved configuration",
};

export function verify(action: Action, saved: Saved, seen: Seen | null): Verdict {
  if (!seen) return action === "pause" ? { verdict: "reached", saw: "deleted" } : { verdict: "gone", saw: "deleted" };
  const { state, natGatewayId, configuration, routes, moving } = seen.detail;
  const saw = `${natGatewayId} ${state}`;
  if (action === "pause") {
    if (state === "failed") return { verdict: "reached", saw };
    const differences = [{ path: "state", saved: "deleted", now: state }];
    return state === "available" ? { verdict: "wrong", saw, differences } : { verdict: "pending", saw };
  }
  if (state !== "available" || moving) return { verdict: "pending", saw };
  const differences = differencesBetween(saved, { configuration, tags: seen.tags, routes });
  return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
}

/**
 * While it is deleted there is nothing to look at; routes that somebody pointed elsewhere are found, and left, when they
 * would be replaced. A gateway that is there was never deleted, or is somebody's new one.
 */
export function meanwhile(saved: Saved, { detail, tags }: Seen): Meanwhile<Saved> | null {
  if (detail.state !== "available" || detail.moving) return null;
  const { configuration } = detail;
  // A route that is not there yet is Standby's to give back.
  const added = detail.routes.filter(
    (route) => !saved.routes.some((one) => one.table === route.table && one.destination === route.destination),
  );
  const routes = [...saved.routes, ...added];
  const differences = differencesBetween(saved, { configuration, tags, routes });
  if (differences.length === 0) return null;
  return { differences, theirs: { configuration, tags, routes: inOrder(routes) }, canSetBack: false };
}
