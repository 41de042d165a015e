import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.me, async (_app, { actor }) => ({
  body: { id: actor.id, name: actor.name, type: actor.type, role: actor.type === "system" ? "admin" : actor.role },
}));
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
