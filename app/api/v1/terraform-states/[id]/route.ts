import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const DELETE = route(endpoints.deleteTerraformState);
export const { GET, POST, PUT, PATCH } = methodNotAllowed("DELETE");
