using Graft.Networks;

namespace Graft.Artifacts;

// Elementwise functions, and operations that move channels and pixels.
internal sealed partial class OperationWriter
{
    private string Activate(Activation function, string x, string output) => function switch
    {
        Activation.Relu => model.Node("Relu", output, [x]),
        Activation.Relu6 => model.Node("Clip", output, [x, model.Scalar("zero", 0), model.Scalar("six", 6)]),
        Activation.Silu => model.Node("Mul", output, [x, model.Node("Sigmoid", $"{output}/sigmoid", [x])]),
        Activation.HardSwish => model.Node("HardSwish", output, [x]),
        Activation.HardSigmoid => model.Node("HardSigmoid", output, [x], OnnxAttribute.Float("alpha", 1.0 / 6), OnnxAttribute.Float("beta", 0.5)),
        Activation.Sigmoid => model.Node("Sigmoid", output, [x]),
        Activation.Tanh => model.Node("Tanh", output, [x]),
        Activation.Gelu => Gelu(x, output),
        Activation.LeakyRelu => model.Node("LeakyRelu", output, [x], OnnxAttribute.Float("alpha", 0.1)),
        _ => throw new InvalidOperationException($"No ONNX form is known for {function}."),
    };

    // x (1 + erf(x / sqrt 2)) / 2, in the order that ONNX Runtime recognises and fuses; the Gelu operator came with opset 20
    private string Gelu(string x, string output)
    {
        var scaled = model.Node("Div", $"{output}/scaled", [x, model.Scalar("sqrt2", MathF.Sqrt(2))]);
        var error = model.Node("Erf", $"{output}/erf", [scaled]);
        var shifted = model.Node("Add", $"{output}/shifted", [error, model.Scalar("one", 1)]);
        return model.Node("Mul", output, [model.Node("Mul", $"{output}/product", [x, shifted]), model.Scalar("half", 0.5f)]);
    }

    private string ChannelSlice(Operation.ChannelSlice slice, string x, string output) =>
        model.Node("Slice", output, [x, Whole(slice.Start), Whole(slice.Start + slice.Count), Whole(1)]);

    // Reshape copies the batch where the shape says 0, and goes back to the shape that x has: batch and sides stay free.
    private string ChannelShuffle(Operation.ChannelShuffle shuffle, int[] input, string x, string output)
    {
        var groups = model.Node("Reshape", $"{output}/groups", [x, model.Integers($"{output}.groups", 0, shuffle.Groups, input[0] / shuffle.Groups, -1)]);
        var dealt = model.Node("Transpose", $"{output}/dealt", [groups], OnnxAttribute.Integers("perm", 0, 2, 1, 3));
        return model.Node("Reshape", output, [dealt, model.Node("Shape", $"{output}/shape", [x])]);
    }

    private string Whole(int value) => model.Integers($"whole.{value}", value);

    // As torch does it: half_pixel is align_corners false, asymmetric with floor is its "nearest". The size is read off the other map while the network
    // runs, so that images may be of any size; where it is known before, ONNX Runtime works it out once.
    private string Resize(ResizeMode mode, IReadOnlyList<string> inputs, string output)
    {
        var (zero, two, four) = (model.Integers("resize.zero", 0), model.Integers("resize.two", 2), model.Integers("resize.four", 4));
        var own = model.Node("Slice", $"{output}/own", [model.Node("Shape", $"{output}/shape", [inputs[0]]), zero, two]);
        var like = model.Node("Slice", $"{output}/size", [model.Node("Shape", $"{output}/like", [inputs[1]]), two, four]);
        var sizes = model.Node("Concat", $"{output}/sizes", [own, like], OnnxAttribute.Integer("axis", 0));
        return mode == ResizeMode.Nearest
            ? model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "nearest"),
                OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"), OnnxAttribute.Text("nearest_mode", "floor"))
            : model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "linear"),
                OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"));
    }

    private string ChannelAffine(Operation.ChannelAffine affine, string input, string output)
    {
        var channels = affine.Scale.Length;
        return model.Node("BatchNormalization", output,
            [
                input,
                model.Constant($"{output}.scale", [channels], affine.Scale),
                model.Constant($"{output}.shift", [channels], affine.Shift),
                model.Constant($"{output}.zero", [channels], new float[channels]),
                model.Constant($"{output}.one", [channels], [.. Enumerable.Repeat(1f, channels)]),
            ],
            OnnxAttribute.Float("epsilon", 0));
    }
}
