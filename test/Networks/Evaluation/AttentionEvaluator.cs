using System.Numerics.Tensors;
using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>Multi-head self attention, one query at a time.</summary>
internal static class AttentionEvaluator
{
    public static HostTensor Run(Operation operation, HostTensor x, ParameterSet parameters)
    {
        var pixels = x.Shape[2] * x.Shape[3];
        var rows = TokenEvaluator.Rows(x);
        var images = Enumerable.Range(0, x.Shape[0]).Select(n => rows[(n * pixels)..((n + 1) * pixels)]);
        return TokenEvaluator.FromRows([.. images.SelectMany(image => operation is Operation.SelfAttention a
            ? Among(a, image, parameters)
            : Within((Operation.WindowAttention)operation, image, (x.Shape[2], x.Shape[3]), parameters))], [.. x.Shape]);
    }

    private static float[][] Among(Operation.SelfAttention a, float[][] tokens, ParameterSet parameters)
    {
        var all = Linear(tokens, 3 * a.Channels, parameters[$"{a.Name}.in_proj_weight"].Data, parameters[$"{a.Name}.in_proj_bias"].Data);
        var scale = 1 / MathF.Sqrt(a.Channels / a.Heads);
        var sums = Attend(all, a.Heads, (_, query, key) => scale * TensorPrimitives.Dot(query, key), (_, _, _) => 0);
        return Linear(sums, a.Channels, parameters[$"{a.Name}.out_proj.weight"].Data, parameters[$"{a.Name}.out_proj.bias"].Data);
    }

    private static float[][] Within(Operation.WindowAttention a, float[][] pixels, (int Height, int Width) map, ParameterSet parameters)
    {
        var plan = WindowPlan.Of(a, map.Height, map.Width);
        var (places, mask) = (plan.Pixels(), plan.Mask());
        var bias = RelativePositions.Bias(a, parameters);
        var shift = (float[])parameters[$"{a.QueryKeyValue}.bias"].Data.Clone();
        var scales = a.Form is AttentionForm.SwinV2 ? RelativePositions.Scales(a, parameters) : [.. Enumerable.Repeat((float)a.Scale, a.Heads)];
        if (a.Form is AttentionForm.SwinV2) shift.AsSpan(a.Channels, a.Channels).Clear();
        var result = new float[pixels.Length][];
        for (var start = 0; start < places.Length; start += a.Tokens)
        {
            var window = start / a.Tokens;
            var tokens = places[start..(start + a.Tokens)].Select(place => place < pixels.Length ? pixels[place] : new float[a.Channels]).ToArray();
            var sums = Attend(Linear(tokens, 3 * a.Channels, parameters[$"{a.QueryKeyValue}.weight"].Data, shift), a.Heads,
                (head, query, key) => scales[head] * (a.Form is AttentionForm.SwinV2 ? Cosine(query, key) : TensorPrimitives.Dot(query, key)),
                (head, query, key) => bias[(head * a.Tokens + query) * a.Tokens + key] + (mask?[(window * a.Tokens + query) * a.Tokens + key] ?? 0));
            var projected = Linear(sums, a.Channels, parameters[$"{a.Projection}.weight"].Data, parameters[$"{a.Projection}.bias"].Data);
            for (var token = 0; token < a.Tokens; token++)
                if (places[start + token] < pixels.Length) result[places[start + token]] = projected[token];
        }
        return result;
    }

    private static float Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        TensorPrimitives.Dot(one, other) / MathF.Max(1e-12f, TensorPrimitives.Norm(one)) / MathF.Max(1e-12f, TensorPrimitives.Norm(other));

    private delegate float Score(int head, ReadOnlySpan<float> query, ReadOnlySpan<float> key);

    private static float[][] Attend(float[][] all, int heads, Score score, Func<int, int, int, float> bias)
    {
        var channels = all[0].Length / 3;
        var width = channels / heads;
        var result = all.Select(_ => new float[channels]).ToArray();
        var shares = new float[all.Length];
        for (var head = 0; head < heads; head++)
            for (var query = 0; query < all.Length; query++)
            {
                for (var key = 0; key < all.Length; key++)
                    shares[key] = score(head, all[query].AsSpan(head * width, width), all[key].AsSpan(channels + head * width, width)) + bias(head, query, key);
                TensorPrimitives.SoftMax(shares, shares);
                var sum = result[query].AsSpan(head * width, width);
                for (var key = 0; key < all.Length; key++)
                    TensorPrimitives.MultiplyAdd(all[key].AsSpan(2 * channels + head * width, width), shares[key], sum, sum);
            }
        return result;
    }

    private static float[][] Linear(float[][] rows, int width, float[] weight, float[] bias) => [.. rows.Select(row =>
    {
        var result = new float[width];
        TokenEvaluator.Multiply(row, result, weight, bias);
        return result;
    })];
}
