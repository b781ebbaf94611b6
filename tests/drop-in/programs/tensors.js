import {
  cat,
  full,
  layer_norm,
  mean,
  ones,
  rand,
  stack,
  std_mean,
  Tensor,
} from '@huggingface/transformers';

const tensor = new Tensor('float32', [1, 2, 3, 4, 5, 6], [2, 3]);
console.log(tensor.dims, tensor.tolist(), tensor[0].data, tensor.sum().item());
console.log(tensor.mul(2).add(1).tolist(), tensor.gt(3).tolist());
console.log(cat([tensor, tensor]).dims, stack([tensor, tensor]).dims);
console.log(mean(tensor, 1).tolist(), std_mean(tensor, 1).length, layer_norm(tensor, [3]).dims);
console.log(
  tensor.permute(1, 0).dims,
  tensor.view(3, -1).dims,
  tensor.unsqueeze(0).squeeze(0).dims,
);

// Inputs made by hand: a prompt, and a mask for all of it
const prompt = new Tensor('int64', [1n, 42n, 2n], [1, 3]);
const attention_mask = ones([1, 3]);
console.log(prompt.to('float32').tolist(), attention_mask, full([1, 2], 0.5), rand([2, 2]).dims);

for (const row of tensor) console.log(row.max().item(), row.mean().item());
