import { mitigates, prevents, type Starter } from "./starter";

/** Models that score, rank or forecast. */
export const PREDICTION_STARTERS: readonly Starter[] = [
  {
    id: "silent-drift",
    title: "Performance fades unseen",
    cause: "People, practice or coding change and outcomes arrive months later",
    event: "the model grows worse while every technical check stays green",
    consequence: "decisions rest on scores that no longer hold",
    ...{ category: "operations", probability: [0.35, 0.6], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents("Date of review set by how fast its world changes"),
      ...mitigates("Drift of inputs and of scores watched until outcomes arrive", "Limits that name who acts"),
    ],
    indicator: "Recall and calibration by month; population stability of the score",
    refs: {
      ...{ "mit-ai-risk": ["7.3"], "nist-ai-600-1": ["information-integrity"] },
      ...{ "mitre-atlas": ["AML.T0031"], "ibm-risk-atlas": ["temporal-gap", "poor-model-accuracy"] },
    },
    fits: { types: ["predictive", "analytics"] },
  },
  {
    id: "unequal-performance",
    title: "It works less well for some groups",
    cause: "Some groups are rare in the data, recorded differently or treated differently in the past",
    event: "errors fall on them more often",
    consequence: "those who most need help get less of it, and the organisation answers for it",
    ...{ category: "equity", probability: [0.15, 0.35], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents("Results by group before go-live, with the smallest group that can be judged stated"),
      ...mitigates("Differences watched with intervals, and a threshold by group where law allows"),
    ],
    indicator: "Largest difference of true positive rates between groups",
    refs: {
      ...{ "mit-ai-risk": ["1.1", "1.3"], "nist-ai-600-1": ["harmful-bias-and-homogenization"] },
      "ibm-risk-atlas": ["data-bias", "decision-bias", "unrepresentative-data"],
    },
    fits: { types: ["predictive"], tierAtMost: 1 },
  },
  {
    id: "wrong-target",
    title: "It predicts the wrong thing well",
    cause: "What can be counted, such as cost or visits, stands in for what is meant, such as need",
    event: "the model learns the stand-in",
    consequence: "help goes where money was spent before, and the gap grows",
    ...{ category: "equity", probability: [0.15, 0.35], impact: 4, strategy: "avoid" },
    controls: [
      ...prevents("Target argued in writing and signed by the people who act on it"),
      ...mitigates("Check of a sample against the thing that is meant"),
    ],
    indicator: "Agreement of the score with an expert's judgement in a yearly sample",
    refs: {
      ...{ "mit-ai-risk": ["1.1", "7.1"], "nist-ai-600-1": ["harmful-bias-and-homogenization"] },
      "ibm-risk-atlas": ["incomplete-usage-definition", "data-bias"],
    },
    fits: { types: ["predictive", "analytics"], words: ["risk score", "stratif", "priorit", "cost"] },
  },
  {
    id: "feedback-loop",
    title: "It learns from its own effects",
    cause: "People act on the score, and the changed outcomes become the next training data",
    event: "retraining teaches the model that its true cases were none",
    consequence: "each version is worse than the one before while its figures look sound",
    ...{ category: "operations", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents(
        "Actions recorded beside outcomes and used in training",
        "A share of cases without the score, where ethical",
      ),
      ...mitigates("New version compared with the old on the same untouched period"),
    ],
    indicator: "Outcome rate among flagged cases that got no action",
    refs: {
      ...{ "mit-ai-risk": ["7.3"], "nist-ai-600-1": ["information-integrity"] },
      "ibm-risk-atlas": ["improper-retraining", "data-contamination"],
    },
    fits: { types: ["predictive"], words: ["retrain", "continuous learning"] },
  },
  {
    id: "carried-to-new-site",
    title: "Carried to a place it was not made for",
    cause: "Built on one site's people, devices and habits and rolled out to others",
    event: "it errs there in ways the first site never saw",
    consequence: "a roll-out is stopped halfway, or goes on and does harm",
    ...{ category: "patient_safety", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Validation on each site's own data before it goes live there"),
      ...mitigates("Results kept by site from the first day"),
    ],
    indicator: "Discrimination and calibration by site",
    refs: {
      ...{ "mit-ai-risk": ["7.3", "1.3"], "nist-ai-600-1": ["harmful-bias-and-homogenization"] },
      "ibm-risk-atlas": ["unrepresentative-data", "lack-of-testing-diversity"],
    },
    fits: { types: ["vendor_product"], words: ["roll-out", "rollout", "sites", "hospitals", "regions"] },
  },
  {
    id: "threshold-left-behind",
    title: "The threshold no longer fits the capacity",
    cause: "The cut-off was chosen for a staffing and a case mix that have changed",
    event: "more cases are flagged than can be seen, or too few",
    consequence: "the list is ignored or help goes unused",
    ...{ category: "operations", probability: [0.35, 0.6], impact: 2, strategy: "reduce" },
    controls: [
      ...prevents("Threshold owned by the service that acts on it, with a date of review"),
      ...mitigates("Flags compared with capacity each week"),
    ],
    indicator: "Flags a day against the places there are; share of flags acted on",
    refs: {
      ...{ "mit-ai-risk": ["7.3", "5.1"], "nist-ai-600-1": ["human-ai-configuration"] },
      "ibm-risk-atlas": ["incomplete-usage-definition"],
    },
    fits: { types: ["predictive"], words: ["outreach", "capacity", "staffing", "worklist"] },
  },
  {
    id: "cannot-be-explained",
    title: "Nobody can say why",
    cause: "The model gives a score without reasons that the person affected would understand",
    event: "someone asks why they were refused, flagged or passed over",
    consequence: "the decision cannot be defended and has to be taken back",
    ...{ category: "compliance", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Reasons tested with the people who must give them", "A simpler model where it is nearly as good"),
      ...mitigates("Every decision can be reproduced with its inputs and version"),
    ],
    indicator: "Requests for a reason, and the share answered in time",
    refs: {
      ...{ "mit-ai-risk": ["7.4"], "nist-ai-600-1": ["human-ai-configuration"] },
      "ibm-risk-atlas": ["unexplainable-output", "lack-of-system-transparency"],
    },
    fits: { types: ["vendor_product"], tierAtMost: 1, words: ["eligib", "hiring", "recruit", "credit"] },
  },
  {
    id: "gamed-input",
    title: "Inputs made to please the model",
    cause: "Someone gains when the score comes out a certain way",
    event: "they learn what moves it and shape what they submit",
    consequence: "fraud passes and honest cases are held up",
    ...{ category: "financial", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Reasons for a score are not shown to those who submit", "Limit on how often the model can be tried"),
      ...mitigates("Random sample checked whatever the score"),
    ],
    indicator: "Fraud found in the random sample against fraud found by score",
    refs: {
      ...{ "mit-ai-risk": ["2.2", "4.3"], "nist-ai-600-1": ["information-security"] },
      ...{ "mitre-atlas": ["AML.T0015", "AML.T0043"], "ibm-risk-atlas": ["evasion-attack"] },
    },
    fits: { words: ["fraud", "billing", "claim", "abuse", "anomal"] },
  },
];
