using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Multi-head self attention.</summary>
internal static class Attention
{
    private const double Smallest = 1e-12; // length below which a vector is not brought to 1, as torch's normalize

    /// <summary>Among all pixels.</summary>
    public static torch.Tensor Among(Operation.SelfAttention attention, torch.Tensor x, TorchGraph model)
    {
        using var scope = torch.NewDisposeScope();
        var (count, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        var tokens = x.permute(0, 2, 3, 1).reshape(count, height * width, channels);
        var all = functional.linear(tokens, ForwardPass.Cast(model.Parameter(attention.Name, "in_proj_weight"), x),
            ForwardPass.Cast(model.Parameter(attention.Name, "in_proj_bias"), x));
        var (query, key, value) = Heads(all, attention.Heads);
        var sums = functional.scaled_dot_product_attention(query, key, value);
        var joined = sums.transpose(1, 2).reshape(count, height, width, channels);
        return TokenOperations.Product($"{attention.Name}.out_proj", true, joined, model).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Within windows.</summary>
    public static torch.Tensor Within(Operation.WindowAttention attention, torch.Tensor x, TorchGraph model)
    {
        using var scope = torch.NewDisposeScope();
        var (count, channels) = (x.size(0), x.size(1));
        var plan = WindowPlan.Of(attention, (int)x.size(2), (int)x.size(3));
        var windows = Windows.Apart(plan, x.permute(0, 2, 3, 1));
        var isCosine = attention.Form is AttentionForm.SwinV2;
        var bias = ForwardPass.Cast(model.Parameter(attention.QueryKeyValue, "bias"), x);
        if (isCosine) bias = torch.cat([bias.narrow(0, 0, channels), torch.zeros_like(bias.narrow(0, 0, channels)), bias.narrow(0, 2 * channels, channels)]);
        var (query, key, value) = Heads(functional.linear(windows, ForwardPass.Cast(model.Parameter(attention.QueryKeyValue, "weight"), x), bias),
            attention.Heads);
        if (isCosine)
        {
            var scale = model.Parameter(attention.Name, "logit_scale").clamp_max(RelativePositions.LargestLogScale).exp();
            (query, key) = (Unit(query).mul(ForwardPass.Cast(scale, x)), Unit(key));
        }
        else
        {
            query = query.Times(attention.Scale);
        }
        var scores = query.matmul(key.transpose(-2, -1)).Plus(ForwardPass.Cast(Bias(attention, model), x));
        if (model.MaskOf(plan) is { } mask)
        {
            var (among, side) = (plan.Rows * plan.Columns, attention.Tokens);
            scores = scores.view(count, among, attention.Heads, side, side).Plus(ForwardPass.Cast(HostTensors.From(mask, 1, among, 1, side, side), x))
                .view(-1, attention.Heads, side, side);
        }
        var joined = scores.softmax(-1).matmul(value).transpose(1, 2).reshape(-1, attention.Tokens, channels);
        return TokenOperations.Product(attention.Projection, true, Windows.Together(plan, joined, count), model).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    // B x L x 3 C to three of B x heads x L x C / heads.
    private static (torch.Tensor Query, torch.Tensor Key, torch.Tensor Value) Heads(torch.Tensor all, int heads)
    {
        var parts = all.view(all.size(0), all.size(1), 3, heads, all.size(2) / 3 / heads).permute(2, 0, 3, 1, 4);
        return (parts.select(0, 0), parts.select(0, 1), parts.select(0, 2));
    }

    private static torch.Tensor Unit(torch.Tensor x) => x.div(x.norm(-1, keepdim: true).clamp_min(Smallest));

    // 1 x heads x tokens x tokens
    private static torch.Tensor Bias(Operation.WindowAttention attention, TorchGraph model)
    {
        var index = model.Parameter(attention.Name, "relative_position_index").flatten().to_type(torch.ScalarType.Int64);
        var table = attention.Form is AttentionForm.SwinV2
            ? TokenOperations.Product($"{attention.Name}.cpb_mlp.2", false,
                TokenOperations.Product($"{attention.Name}.cpb_mlp.0", true, model.Parameter(attention.Name, "relative_coords_table"), model).relu(),
                    model).view(-1, attention.Heads)
            : model.Parameter(attention.Name, "relative_position_bias_table");
        var bias = table.index_select(0, index).view(1, attention.Tokens, attention.Tokens, attention.Heads).permute(0, 3, 1, 2);
        return attention.Form is AttentionForm.SwinV2 ? bias.sigmoid().Times(RelativePositions.Largest) : bias;
    }
}

/// <summary>A map cut into windows, and put together again.</summary>
internal static class Windows
{
    /// <summary>N x H x W x C to (N windows) x tokens x C.</summary>
    public static torch.Tensor Apart(WindowPlan plan, torch.Tensor pixels)
    {
        var (count, channels) = (pixels.size(0), pixels.size(3));
        if (plan.IsPadded) pixels = functional.pad(pixels, [0, 0, 0, plan.PaddedWidth - plan.Width, 0, plan.PaddedHeight - plan.Height]);
        if (plan.IsShifted) pixels = pixels.roll([-plan.ShiftDown, -plan.ShiftRight], [1, 2]);
        var parts = plan.IsGrid
            ? pixels.reshape(count, plan.Side, plan.Rows, plan.Side, plan.Columns, channels).permute(0, 2, 4, 1, 3, 5)
            : pixels.reshape(count, plan.Rows, plan.Side, plan.Columns, plan.Side, channels).permute(0, 1, 3, 2, 4, 5);
        return parts.reshape(-1, plan.Side * plan.Side, channels);
    }

    /// <summary>The way back: to N x H x W x C.</summary>
    public static torch.Tensor Together(WindowPlan plan, torch.Tensor windows, long count)
    {
        var channels = windows.size(2);
        var parts = windows.view(count, plan.Rows, plan.Columns, plan.Side, plan.Side, channels).permute(plan.IsGrid ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5]);
        var pixels = parts.reshape(count, plan.PaddedHeight, plan.PaddedWidth, channels);
        if (plan.IsShifted) pixels = pixels.roll([plan.ShiftDown, plan.ShiftRight], [1, 2]);
        return plan.IsPadded ? pixels.narrow(1, 0, plan.Height).narrow(2, 0, plan.Width) : pixels;
    }
}
