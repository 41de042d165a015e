import { corners } from "./corners";
import { seedAlarms } from "./seed-alarms";
import { seedDatabases } from "./seed-databases";
import { seedFunctions } from "./seed-functions";
import { seedGroups } from "./seed-groups";
import { seedInstances } from "./seed-instances";
import { seedServices } from "./seed-services";
import type { Seed } from "./seed-story";
import { emptyRegion, type World } from "./world";

/**
 * The company "tidewater": a shop with a data team and a platform team, in three environments and three regions. About
 * 150 resources of six kinds, $17 an hour at list prices; what the corners add stands in the lab. The same instant always
 * gives the same world, ids included.
 */
export function seedWorld(now: number): World {
  const world: World = {
    version: 2,
    accountId: "111122223333",
    accountAlias: "tidewater-main",
    serial: 0,
    regions: { "eu-central-1": emptyRegion(), "us-east-1": emptyRegion(), "eu-west-1": emptyRegion() },
  };
  const seed: Seed = { world, now };
  seedInstances(seed);
  seedGroups(seed);
  seedDatabases(seed);
  seedServices(seed);
  seedFunctions(seed);
  seedAlarms(seed);
  for (const corner of corners) corner.seed(seed);
  return world;
}
