import { type CapacityReservation, DescribeCapacityReservationsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { pages, type ReadDoor } from "../door";
import type { SeenInstance } from "./ec2";

/** The permission without which nobody tells whose a capacity reservation is. */
export const reservationsRead = "ec2:DescribeCapacityReservations";

/** Who pays for what is unused in a capacity reservation: this account, another one, or whoever bought the block ahead. */
export const unusedPayers = ["here", "elsewhere", "inAdvance"] as const;
export type UnusedPayer = (typeof unusedPayers)[number];

/**
 * Who pays once nothing runs in them, by id of the reservation: of those that instances run in now, and only where there
 * are any. An instance does not tell whose its reservation is. The owner pays for what is unused, unless that was assigned
 * to an account that it is shared with; each account pays for what it runs (EC2 User Guide, "Billing assignment for shared
 * Amazon EC2 Capacity Reservations"). What AWS does not tell is left out.
 */
export async function readUnusedPayers(
  aws: ReadDoor,
  instances: readonly SeenInstance[],
): Promise<ReadonlyMap<string, UnusedPayer>> {
  const accounts = new Map(
    instances.flatMap(({ ownerId, instance: { CapacityReservationId: id, State } }) =>
      id && State?.Name !== "stopped" ? [[id, ownerId] as const] : [],
    ),
  );
  const found = new Map<string, UnusedPayer>();
  if (accounts.size === 0) return found;
  for (const one of await reservations(aws)) {
    const account = accounts.get(one.CapacityReservationId ?? "");
    const payer = account && payerOf(one, account);
    if (one.CapacityReservationId && payer) found.set(one.CapacityReservationId, payer);
  }
  return found;
}

/** All, as their own kind lists them, so that a scan asks once: ids that are gone would fail the call. */
async function reservations(aws: ReadDoor): Promise<readonly CapacityReservation[]> {
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeCapacityReservationsCommand({ MaxResults: 500, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  const found: CapacityReservation[] = [];
  for await (const { CapacityReservations = [] } of list) found.push(...CapacityReservations);
  return found;
}

function payerOf(one: CapacityReservation, account: string): UnusedPayer | null {
  if (one.ReservationType === "capacity-block") return "inAdvance";
  const payer = one.UnusedReservationBillingOwnerId ?? one.OwnerId;
  if (payer === undefined) return null;
  return payer === account ? "here" : "elsewhere";
}
