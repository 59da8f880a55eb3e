import { describe, expect, it } from 'vitest';
import { placed, type Task } from './tasks';

const task = (id: string, ...depends_on: string[]) => ({ id, depends_on }) as unknown as Task;

describe('the graph of tasks', () => {
  it('puts each task right of all that it waits for', () => {
    const { nodes } = placed([task('c', 'a', 'b'), task('a'), task('b', 'a'), task('d', 'a')]);
    expect(nodes.map(({ task, column, row }) => [task.id, column, row])).toEqual([
      ['c', 2, 0],
      ['a', 0, 0],
      ['b', 1, 0],
      ['d', 1, 1],
    ]);
  });

  it('draws dependencies, and none to tasks that are not there', () => {
    expect(placed([task('b', 'a', 'gone'), task('a')]).edges.map(([from, to]) => [from.task.id, to.task.id])).toEqual([['a', 'b']]);
  });

  it('gives no place to tasks that neither wait nor are waited for', () => {
    const { nodes, free } = placed([task('a'), task('c', 'b'), task('b'), task('d', 'gone')]);
    expect([nodes.map((node) => node.task.id), free.map((one) => one.id)]).toEqual([['c', 'b'], ['a', 'd']]);
  });

  it('ends on a cycle', () => expect(placed([task('a', 'b'), task('b', 'a')]).nodes).toHaveLength(2));
});
