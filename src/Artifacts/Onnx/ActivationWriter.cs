using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Elementwise functions in opset 17.</summary>
internal static class ActivationWriter
{
    public static string Write(OnnxModel model, Activation function, string x, string output) => function switch
    {
        Activation.Relu => model.Node("Relu", output, [x]),
        Activation.Relu6 => model.Node("Clip", output, [x, model.Scalar("zero", 0), model.Scalar("six", 6)]),
        Activation.Silu => model.Node("Mul", output, [x, model.Node("Sigmoid", $"{output}/sigmoid", [x])]),
        Activation.HardSwish => model.Node("HardSwish", output, [x]),
        Activation.HardSigmoid => model.Node("HardSigmoid", output, [x], OnnxAttribute.Float("alpha", 1.0 / 6), OnnxAttribute.Float("beta", 0.5)),
        Activation.Sigmoid => model.Node("Sigmoid", output, [x]),
        Activation.Tanh => model.Node("Tanh", output, [x]),
        Activation.Gelu => Gelu(model, x, output),
        _ => throw new InvalidOperationException($"No ONNX form is known for {function}."),
    };

    // x (1 + erf(x / sqrt 2)) / 2, in the order that ONNX Runtime recognises and fuses; the Gelu operator came with opset 20
    private static string Gelu(OnnxModel model, string x, string output)
    {
        var scaled = model.Node("Div", $"{output}/scaled", [x, model.Scalar("sqrt2", MathF.Sqrt(2))]);
        var error = model.Node("Erf", $"{output}/erf", [scaled]);
        var shifted = model.Node("Add", $"{output}/shifted", [error, model.Scalar("one", 1)]);
        return model.Node("Mul", output, [model.Node("Mul", $"{output}/product", [x, shifted]), model.Scalar("half", 0.5f)]);
    }
}
