using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>
/// Operations on the channels of each pixel, and on rows of tokens. In channels-last layout the channels of a pixel lie side by side,
/// so that the permutations here copy nothing.
/// </summary>
internal static class TokenOperations
{
    public static torch.Tensor Normalise(Operation.LayerNorm norm, torch.Tensor x, TorchGraph model)
    {
        var (weight, bias) = (ForwardPass.Cast(model.Parameter(norm.Name, "weight"), x), ForwardPass.Cast(model.Parameter(norm.Name, "bias"), x));
        return x.dim() == 2
            ? functional.layer_norm(x, [norm.Channels], weight, bias, norm.Epsilon)
            : functional.layer_norm(x.permute(0, 2, 3, 1), [norm.Channels], weight, bias, norm.Epsilon).permute(0, 3, 1, 2);
    }

    /// <summary>A linear layer at each pixel.</summary>
    public static torch.Tensor Linear(string name, bool hasBias, torch.Tensor x, TorchGraph model) =>
        Product(name, hasBias, x.permute(0, 2, 3, 1), model).permute(0, 3, 1, 2);

    /// <summary>A linear layer over the last dimension.</summary>
    public static torch.Tensor Product(string name, bool hasBias, torch.Tensor x, TorchGraph model) =>
        functional.linear(x, ForwardPass.Cast(model.Parameter(name, "weight"), x), hasBias ? ForwardPass.Cast(model.Parameter(name, "bias"), x) : null);

    /// <summary>N x C x H x W to N x C x 1 x (1 + H W), with class token and positions.</summary>
    public static torch.Tensor Embed(Operation.TokenEmbedding embedding, torch.Tensor x, TorchGraph model)
    {
        using var scope = torch.NewDisposeScope();
        var (count, channels, height, width) = (x.size(0), x.size(1), (int)x.size(2), (int)x.size(3));
        var positions = model.Parameter(embedding.Positions);
        var patches = positions.narrow(1, 1, positions.size(1) - 1);
        if ((height, width) != (embedding.Grid, embedding.Grid))
        {
            var weights = HostTensors.From(PositionGrid.Weights(embedding.Grid, height, width), height * width, embedding.Grid * embedding.Grid);
            patches = ForwardPass.Cast(weights, patches).mm(patches.squeeze(0)).unsqueeze(0);
        }
        var token = model.Parameter(embedding.ClassToken).Plus(positions.narrow(1, 0, 1)).expand(count, 1, channels);
        var tokens = x.permute(0, 2, 3, 1).reshape(count, height * width, channels).Plus(ForwardPass.Cast(patches, x));
        return torch.cat([ForwardPass.Cast(token, x), tokens], 1).unsqueeze(1).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>The map that a row of tokens was; a square one where the row came from outside.</summary>
    public static torch.Tensor Map(torch.Tensor x, (long Height, long Width)? patches)
    {
        var count = x.size(3) - 1;
        var side = (long)Math.Round(Math.Sqrt(count));
        var (height, width) = patches ?? (side, side);
        if (height * width != count) throw new GraftException($"{count} tokens do not form a square map.", cure: "Use square images.");
        return x.narrow(3, 1, count).reshape(x.size(0), x.size(1), height, width);
    }

    /// <summary>Squares of 2 x 2 pixels as one: upper left, lower left, upper right, lower right.</summary>
    public static torch.Tensor Fold(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        var (count, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        var pixels = x.permute(0, 2, 3, 1);
        if (height % 2 + width % 2 > 0) pixels = functional.pad(pixels, [0, 0, 0, width % 2, 0, height % 2]);
        var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
        return pixels.reshape(count, rows, 2, columns, 2, channels).permute(0, 1, 3, 4, 2, 5)
            .reshape(count, rows, columns, 4 * channels).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
