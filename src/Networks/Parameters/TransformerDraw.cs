namespace Graft.Networks;

/// <summary>Fresh values of transformers and of what was made in their likeness.</summary>
internal static class TransformerDraw
{
    private const double Small = 0.02; // of a normal distribution cut at +-2, a hundred deviations away

    public static bool Applies(Graph graph, Operation operation) =>
        graph.Initialisation is Initialisation.SmallNormal or Initialisation.Transformer or Initialisation.WindowTransformer
        || operation is Operation.LayerNorm or Operation.PixelLinear or Operation.LayerScale or Operation.TokenEmbedding
            or Operation.SelfAttention or Operation.WindowAttention;

    public static Draw Of(Initialisation initialisation, Operation operation, ParameterSpec parameter) => parameter.Role switch
    {
        ParameterRole.ConvolutionWeight or ParameterRole.Bias when operation is Operation.Convolution c => Convolution(initialisation, c, parameter.Role),
        ParameterRole.LinearWeight => Matrix(initialisation, operation, parameter),
        ParameterRole.Bias when initialisation is Initialisation.Transformer && operation is Operation.PixelLinear => Draw.Normal(1e-6),
        ParameterRole.PositionTable => Draw.Normal(Small),
        ParameterRole.LayerScale => Draw.Constant(1e-6),
        ParameterRole.LogitScale => Draw.Constant(Math.Log(10)),
        ParameterRole.NormWeight or ParameterRole.RunningVariance => Draw.Constant(1),
        _ => Draw.Constant(0),
    };

    private static Draw Convolution(Initialisation initialisation, Operation.Convolution c, ParameterRole role)
    {
        var fanIn = c.In / c.Groups * c.Window.Height * c.Window.Width;
        return (initialisation, role) switch
        {
            (Initialisation.WindowTransformer, _) => Draw.Uniform(1 / Math.Sqrt(fanIn)),
            (_, ParameterRole.Bias) => Draw.Constant(0),
            (Initialisation.Transformer, _) => Draw.Normal(Math.Sqrt(1.0 / fanIn)),
            _ => Draw.Normal(Small),
        };
    }

    private static Draw Matrix(Initialisation initialisation, Operation operation, ParameterSpec parameter)
    {
        var (output, input) = (parameter.Shape[0], parameter.Shape[1]);
        if (initialisation is not Initialisation.Transformer) return Draw.Normal(Small);
        return operation switch
        {
            Operation.Linear => Draw.Constant(0),
            Operation.SelfAttention when output == input => Draw.Uniform(1 / Math.Sqrt(input)), // the layer after the attention, as torch has it
            _ => Draw.Uniform(Math.Sqrt(6.0 / (input + output))),
        };
    }
}
