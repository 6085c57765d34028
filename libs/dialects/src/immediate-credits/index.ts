export {
  capacityAnswer,
  type CapacityShown,
  executionAnswer,
  executionsAnswer,
  type ExecutionShown,
  type ExecutionStatus,
} from './answers';
export {
  IMMEDIATE_CREDITS_ERROR_CODES,
  immediateCreditsError,
  immediateCreditsErrorShape,
  immediateCreditsPath,
  insufficientCapacityError,
  requestFaultsError,
  tooManyInProcessError,
} from './errors';
export {
  executeCreditOperation,
  listExecutionsOperation,
  readCapacityOperation,
  readExecutionOperation,
} from './openapi';
export { BAD_CURSOR, type ExecuteCredit, OTHER_CURRENCY, parseExecuteCredit, parseExecutionsQuery } from './requests';
