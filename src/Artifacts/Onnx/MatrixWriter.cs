using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Linear layers over the last dimension.</summary>
internal static class MatrixWriter
{
    /// <summary>x times the transposed weight, plus the bias where there is one; the runtime transposes a constant once, when it loads.</summary>
    public static string Linear(OnnxModel model, ParameterSet parameters, (string Weight, string? Bias) names, string x, string output)
    {
        var bias = names.Bias is null ? null : Parameter(model, parameters, names.Bias);
        return Linear(model, Parameter(model, parameters, names.Weight), bias, x, output);
    }

    /// <summary>The same with constants that are there already.</summary>
    public static string Linear(OnnxModel model, string weight, string? bias, string x, string output)
    {
        var transposed = model.Node("Transpose", $"{output}/weight", [weight], OnnxAttribute.Integers("perm", 1, 0));
        if (bias is null) return model.Node("MatMul", output, [x, transposed]);
        return model.Node("Add", output, [model.Node("MatMul", $"{output}/product", [x, transposed]), bias]);
    }

    public static string Parameter(OnnxModel model, ParameterSet parameters, string name) =>
        model.Constant(name, parameters[name].Shape, parameters[name].Data);
}
