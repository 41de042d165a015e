import type { Hazard } from "../../core/plan";
import { isManaged, type WarehouseConfiguration } from "./cluster-detail";

/** What a person should know before a pause (Redshift Management Guide, "Pausing and resuming a cluster"). */
export function pauseHazards({ nodeType, network, relocation }: WarehouseConfiguration): Hazard[] {
  const found: (Hazard | false)[] = [
    !isManaged(nodeType) && {
      level: "dataLoss",
      code: "no-backup-tables",
      title: "Tables without backup are lost",
      detail: "A pause is a snapshot, and tables made with BACKUP NO are not in it. All other tables come back.",
    },
    {
      level: "note",
      code: "version-may-change",
      title: "It may come back updated",
      detail: "A resume may bring it to the newest version of its maintenance track.",
    },
    {
      level: "note",
      code: "reserved-nodes",
      title: "Reserved nodes go on billing",
      detail: "Only on-demand hours end with a pause. Where reserved nodes cover it, a pause saves nothing.",
    },
    {
      level: "note",
      code: "nothing-runs-while-paused",
      title: "Nothing scheduled happens",
      detail: "Snapshots, resizes and maintenance wait, metrics stop, and a schedule of its own may resume it.",
    },
    {
      level: "note",
      code: "cannot-be-cancelled",
      title: "Neither a pause nor a resume can be cancelled",
      detail: "Each takes some minutes. A paused cluster that is deleted without a final snapshot is lost.",
    },
    relocation === "enabled" && {
      level: "note",
      code: "zone-may-change",
      title: "It may come back in another zone",
      detail: "Relocation is on: the endpoint stays, traffic between zones may cost.",
    },
    hasPassingAddress(network) && {
      level: "warning",
      code: "new-public-ip",
      title: "The public IP address changes",
      detail: "The endpoint name stays; anything that pins the address breaks. An Elastic IP would stay.",
    },
  ];
  return found.filter((hazard) => hazard !== false);
}

export function hasPassingAddress({ publiclyAccessible, elasticIp }: WarehouseConfiguration["network"]): boolean {
  return publiclyAccessible && elasticIp === null;
}
