namespace Graft.Networks;

internal static class ParameterSpecs
{
    public static IEnumerable<ParameterSpec> Of(Node node)
    {
        switch (node.Operation)
        {
            case Operation.Convolution c:
                yield return Spec(c.Name, "weight", ParameterRole.ConvolutionWeight, c.Out, c.In / c.Groups, c.Window.Height, c.Window.Width);
                if (c.HasBias) yield return Spec(c.Name, "bias", ParameterRole.Bias, c.Out);
                break;
            case Operation.TransposedConvolution t:
                yield return Spec(t.Name, "weight", ParameterRole.ConvolutionWeight, t.In, t.Out, t.Kernel, t.Kernel);
                yield return Spec(t.Name, "bias", ParameterRole.Bias, t.Out);
                break;
            case Operation.Linear l:
                yield return Spec(l.Name, "weight", ParameterRole.LinearWeight, l.Out, l.In);
                if (l.HasBias) yield return Spec(l.Name, "bias", ParameterRole.Bias, l.Out);
                break;
            case Operation.BatchNorm b:
                yield return Spec(b.Name, "weight", ParameterRole.NormWeight, b.Channels);
                yield return Spec(b.Name, "bias", ParameterRole.NormBias, b.Channels);
                yield return Spec(b.Name, "running_mean", ParameterRole.RunningMean, b.Channels);
                yield return Spec(b.Name, "running_var", ParameterRole.RunningVariance, b.Channels);
                yield return Spec(b.Name, "num_batches_tracked", ParameterRole.BatchCount);
                break;
            case Operation.GroupNorm g:
                yield return Spec(g.Name, "weight", ParameterRole.NormWeight, g.Channels);
                yield return Spec(g.Name, "bias", ParameterRole.NormBias, g.Channels);
                break;
            default:
                foreach (var spec in TokenParameterSpecs.Of(node)) yield return spec with { Stage = node.Stage };
                break;
        }

        ParameterSpec Spec(string layer, string part, ParameterRole role, params int[] shape) =>
            new($"{layer}.{part}", shape, role, node.Stage);
    }
}
