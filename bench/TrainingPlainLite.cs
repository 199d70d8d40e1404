using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Graft.Bench;

/// <summary>EfficientNet-Lite0 in plain modules, with TensorFlow's padding for even sizes.</summary>
internal sealed class TrainingPlainLite : TrainingPlainNetwork
{
    private const double Epsilon = 1e-3;

    // (kernel, stride, expansion, width, depth) of blocks.0 .. blocks.6.
    private static readonly (int Kernel, int Stride, int Expansion, int Width, int Depth)[] Rows =
        [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)];

    private readonly ZeroPad2d pad = ZeroPad2d((0, 1, 0, 1));
    private readonly Conv2d conv_stem = Conv2d(3, 32, 3, stride: 2, bias: false), conv_head = Conv2d(320, 1280, 1, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(32, eps: Epsilon), bn2 = BatchNorm2d(1280, eps: Epsilon);
    private readonly ReLU6 act = ReLU6(inplace: true);
    private readonly Sequential blocks;
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Dropout dropout = Dropout(0.2);
    private readonly Linear classifier;

    public TrainingPlainLite(int classes) : base("efficientnet_lite0")
    {
        var width = 32;
        List<(string, Module<torch.Tensor, torch.Tensor>)> stages = [];
        foreach (var (index, row) in Rows.Index())
        {
            List<(string, Module<torch.Tensor, torch.Tensor>)> depth = [];
            for (var block = 0; block < row.Depth; block++)
            {
                var stride = block == 0 ? row.Stride : 1;
                depth.Add(($"{block}", row.Expansion == 1 ? new First(width, row.Width) : new Block(width, row.Width, row.Expansion, row.Kernel, stride)));
                width = row.Width;
            }
            stages.Add(($"{index}", Sequential(depth)));
        }
        blocks = Sequential(stages);
        classifier = Linear(1280, classes);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input)
    {
        var x = blocks.call(act.call(bn1.call(conv_stem.call(pad.call(input)))));
        x = pool.call(act.call(bn2.call(conv_head.call(x)))).flatten(1);
        return classifier.call(dropout.call(x));
    }

    private sealed class First : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Conv2d conv_dw, conv_pw;
        private readonly BatchNorm2d bn1, bn2;
        private readonly ReLU6 act = ReLU6(inplace: true);

        public First(int inputs, int width) : base("first")
        {
            (conv_dw, bn1) = (Conv2d(inputs, inputs, 3, padding: 1, groups: inputs, bias: false), BatchNorm2d(inputs, eps: Epsilon));
            (conv_pw, bn2) = (Conv2d(inputs, width, 1, bias: false), BatchNorm2d(width, eps: Epsilon));
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input) => bn2.call(conv_pw.call(act.call(bn1.call(conv_dw.call(input)))));
    }

    private sealed class Block : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Conv2d conv_pw, conv_dw, conv_pwl;
        private readonly BatchNorm2d bn1, bn2, bn3;
        private readonly ReLU6 act = ReLU6(inplace: true);
        private readonly ZeroPad2d? pad;
        private readonly bool isResidual;

        public Block(int inputs, int width, int expansion, int kernel, int stride) : base("block")
        {
            var wide = inputs * expansion;
            (conv_pw, bn1) = (Conv2d(inputs, wide, 1, bias: false), BatchNorm2d(wide, eps: Epsilon));
            var before = (kernel - 2) / 2;
            if (stride == 2) pad = ZeroPad2d((before, kernel - 2 - before, before, kernel - 2 - before));
            conv_dw = Conv2d(wide, wide, kernel, stride: stride, padding: stride == 2 ? 0 : kernel / 2, groups: wide, bias: false);
            bn2 = BatchNorm2d(wide, eps: Epsilon);
            (conv_pwl, bn3) = (Conv2d(wide, width, 1, bias: false), BatchNorm2d(width, eps: Epsilon));
            isResidual = stride == 1 && inputs == width;
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            var x = act.call(bn1.call(conv_pw.call(input)));
            x = act.call(bn2.call(conv_dw.call(pad is null ? x : pad.call(x))));
            x = bn3.call(conv_pwl.call(x));
            return isResidual ? x + input : x;
        }
    }
}
