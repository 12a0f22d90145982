export { ContextError } from './context-error';
export { MemberRoleStack } from './member-role-stack';
export { Notafter } from './notafter';
export type { NotafterProps } from './props';
