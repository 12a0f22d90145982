import { within } from '../../lambda/aws/within';

const never = new Promise<never>(() => {});

describe('Work within a time', () => {
  it('has its own outcome while there is time', async () => {
    const { signal } = new AbortController();
    await expect(within(signal, Promise.resolve(1))).resolves.toBe(1);
    await expect(within(signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('is given up when time is over, whether it heeds the signal or not', async () => {
    const controller = new AbortController();
    const outcome = within(controller.signal, never);
    controller.abort(new Error('time is over'));
    await expect(outcome).rejects.toThrow('time is over');
  });

  it('is given up at once when time was over before', async () => {
    await expect(within(AbortSignal.abort(new Error('too late')), never)).rejects.toThrow('too late');
  });
});
