export type PlaceNoun = "portfolio" | "program" | "initiative" | "model";
/** Where something stands: nothing named is the whole portfolio. */
export type PlaceValue = { noun: PlaceNoun; id: string; name: string };

export const PORTFOLIO: PlaceValue = { noun: "portfolio", id: "", name: "" };

export const placeIds = ({ noun, id }: PlaceValue) => ({
  programId: noun === "program" && id ? id : null,
  initiativeId: noun === "initiative" && id ? id : null,
  modelId: noun === "model" && id ? id : null,
});
