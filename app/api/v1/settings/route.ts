import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.getSettings);
export const PATCH = route(endpoints.updateSettings);
export const { POST, PUT, DELETE } = methodNotAllowed("GET", "PATCH");
