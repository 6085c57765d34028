export { settingsAnswer } from './answers';
export { changeSettingsOperation, readSettingsOperation } from './operations';
export { parseSettings } from './requests';
