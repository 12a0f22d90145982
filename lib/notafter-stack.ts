import { type App, Stack } from 'aws-cdk-lib';
import type { Settings } from './context';
import { Notafter } from './notafter';

/** All that is deployed, as a stack of its own. */
export class NotafterStack extends Stack {
  constructor(app: App, settings: Settings) {
    super(app, settings.stackName, {
      stackName: settings.stackName,
      description: 'notafter: sees to it that nothing goes down because something expired',
    });
    // With this id it stays out of the logical ids: another would make new, empty tables of those that are there.
    new Notafter(this, 'Default', settings);
  }
}
