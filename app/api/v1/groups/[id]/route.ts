import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const PATCH = route(endpoints.updateGroup);
export const DELETE = route(endpoints.deleteGroup);
export const { GET, POST, PUT } = methodNotAllowed("PATCH", "DELETE");
