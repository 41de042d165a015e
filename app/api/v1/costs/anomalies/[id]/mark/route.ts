import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const POST = route(endpoints.markAnomaly);
export const { GET, PUT, PATCH, DELETE } = methodNotAllowed("POST");
