"""Small CLIP and DINO models with random weights, and what transformers computes with them. Run: python vision.py OUT"""
import json, os, sys, numpy as np, torch
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, CLIPVisionModelWithProjection, CLIPVisionConfig, ViTConfig, ViTModel
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
torch.manual_seed(7)
def shake(model):  # transformers' own initial weights are so small that errors hide
    for n, p in model.named_parameters():
        with torch.no_grad():
            if p.ndim > 1: p.copy_(torch.randn_like(p) / np.sqrt(p[0].numel()) * 1.5)
            elif 'norm' in n and n.endswith('weight'): p.copy_(1 + .2 * torch.randn_like(p))
            else: p.copy_(.2 * torch.randn_like(p))
    return model.eval()
rng = np.random.RandomState(3)
def picture(w, h):
    y, x = np.mgrid[0:h, 0:w]; a = np.stack([128 + 100 * np.sin(x / 7 + y / (11 + 3 * c) + c) for c in range(3)], -1)
    return np.clip(a + rng.randint(-25, 25, (h, w, 3)), 0, 255).astype(np.uint8)
pictures = [picture(61, 45), picture(40, 48), picture(32, 32), picture(97, 53)]
names = []
for i, p in enumerate(pictures): Image.fromarray(p).save(f'{out}/picture-{i}.png'); names.append(f'picture-{i}.png')
t = {}
vocab = dict(vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=12, bos_token_id=62, pad_token_id=63)
vision = dict(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=3, image_size=32, patch_size=8)
ids = torch.tensor([[62, 5, 9, 31, 63, 63, 63, 63, 63, 63, 63, 63], [62, 1, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63], [62] + list(range(10, 20)) + [63]])
t['ids'] = ids.to(torch.int32)
cases = []
def clip(name, act, eos, folder_tokenizer=True):
    torch.manual_seed(len(cases))
    c = CLIPConfig(text_config=vocab | dict(eos_token_id=eos, projection_dim=24, hidden_act=act), vision_config=vision | dict(projection_dim=24, hidden_act=act), projection_dim=24)
    m = shake(CLIPModel(c)); m.save_pretrained(f'{out}/{name}')
    proc = CLIPImageProcessorPil(size={'shortest_edge': 32}, crop_size={'height': 32, 'width': 32}); proc.save_pretrained(f'{out}/{name}')
    px = torch.cat([proc(Image.fromarray(p), return_tensors='pt')['pixel_values'] for p in pictures])
    with torch.no_grad():
        f = m.get_image_features(pixel_values=px); g = m.get_text_features(input_ids=ids)
        f = getattr(f, 'pooler_output', f); g = getattr(g, 'pooler_output', g)
        o = m(input_ids=ids, pixel_values=px)
    t[f'{name}.pixels'], t[f'{name}.image'], t[f'{name}.text'] = px, f, g
    t[f'{name}.cosine'] = (o.logits_per_image / m.logit_scale.exp()).detach()
    t[f'{name}.image_embeds'] = o.image_embeds.detach()
    cases.append({'name': name, 'kind': 'clip'})
    chars = [chr(33 + i) for i in range(30)]
    toks = chars + [c + '</w>' for c in chars] + ['xx', 'yy', '<|startoftext|>', '<|endoftext|>']
    json.dump({k: i for i, k in enumerate(toks)}, open(f'{out}/{name}/vocab.json', 'w')); open(f'{out}/{name}/merges.txt', 'w').write('#version: 0.2\n')
clip('clip', 'quick_gelu', 63); clip('clip-gelu', 'gelu', 2)
torch.manual_seed(50)
m = shake(CLIPVisionModelWithProjection(CLIPVisionConfig(**vision, projection_dim=20, hidden_act='quick_gelu'))); m.save_pretrained(f'{out}/clip-vision')
proc = CLIPImageProcessorPil(size={'shortest_edge': 32}, crop_size={'height': 32, 'width': 32})
px = torch.cat([proc(Image.fromarray(p), return_tensors='pt')['pixel_values'] for p in pictures])
with torch.no_grad(): t['clip-vision.image'] = m(pixel_values=px).image_embeds
t['clip-vision.pixels'] = px; cases.append({'name': 'clip-vision', 'kind': 'clip'})
# DINO: transformers' folder, with the published repository's preprocessing, and the authors' file with fused query, key and value
torch.manual_seed(51)
d = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=1, image_size=32, patch_size=8)
m = shake(ViTModel(ViTConfig(**d, layer_norm_eps=1e-12))); m.save_pretrained(f'{out}/dino')
mean, std = [.485, .456, .406], [.229, .224, .225]
proc = ViTImageProcessorPil(size={'height': 32, 'width': 32}, image_mean=mean, image_std=std, resample=2); proc.save_pretrained(f'{out}/dino')
px = torch.cat([proc(Image.fromarray(p), return_tensors='pt')['pixel_values'] for p in pictures])
with torch.no_grad(): t['dino.image'] = m(pixel_values=px).last_hidden_state[:, 0]
t['dino.pixels'] = px; cases.append({'name': 'dino', 'kind': 'dino'})
from safetensors.torch import load_file
s = load_file(f'{out}/dino/model.safetensors')
pre = {f'vit.{k}': v for k, v in s.items() if not k.startswith('pooler')}; os.makedirs(f'{out}/dino-prefixed', exist_ok=True)
save_file(pre, f'{out}/dino-prefixed/model.safetensors', {'format': 'pt'}); 
for n in ('config.json', 'preprocessor_config.json'): open(f'{out}/dino-prefixed/{n}', 'w').write(open(f'{out}/dino/{n}').read())
t['dino-prefixed.image'], t['dino-prefixed.pixels'] = t['dino.image'].clone(), t['dino.pixels'].clone(); cases.append({'name': 'dino-prefixed', 'kind': 'dino'})
o = {'cls_token': s['embeddings.cls_token'], 'pos_embed': s['embeddings.position_embeddings'], 'norm.weight': s['layernorm.weight'], 'norm.bias': s['layernorm.bias']}
for k in ('weight', 'bias'):
    o[f'patch_embed.proj.{k}'] = s[f'embeddings.patch_embeddings.projection.{k}']
    for i in range(2):
        e = f'encoder.layer.{i}.'
        o[f'blocks.{i}.attn.qkv.{k}'] = torch.cat([s[f'{e}attention.attention.{n}.{k}'] for n in ('query', 'key', 'value')])
        for a, b in (('norm1', 'layernorm_before'), ('attn.proj', 'attention.output.dense'), ('norm2', 'layernorm_after'), ('mlp.fc1', 'intermediate.dense'), ('mlp.fc2', 'output.dense')):
            o[f'blocks.{i}.{a}.{k}'] = s[f'{e}{b}.{k}']
torch.save(o, f'{out}/dino_deitsmall16_pretrain.pth')
m6 = ViTModel(ViTConfig(**d, layer_norm_eps=1e-6)); m6.load_state_dict(m.state_dict()); m6.eval()
def eval_transform(a):  # facebookresearch/dino, eval_knn.py, by hand: Resize(256 / 224 of the side, bicubic), CenterCrop, ToTensor, Normalize
    im = Image.fromarray(a); w, h = im.size; side = 32 * 256 // 224
    im = im.resize((side, int(side * h / w)) if w <= h else (int(side * w / h), side), Image.BICUBIC)
    w, h = im.size; top, left = int(round((h - 32) / 2.)), int(round((w - 32) / 2.))
    x = torch.from_numpy(np.asarray(im.crop((left, top, left + 32, top + 32))).copy()).permute(2, 0, 1).float().div(255)
    return (x - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
px = torch.stack([eval_transform(p) for p in pictures])
with torch.no_grad(): t['dino_deitsmall16_pretrain.pth.image'] = m6(pixel_values=px).last_hidden_state[:, 0]
t['dino_deitsmall16_pretrain.pth.pixels'] = px; cases.append({'name': 'dino_deitsmall16_pretrain.pth', 'kind': 'dino'})
save_file({k: v.contiguous().clone() for k, v in t.items()}, f'{out}/vision.safetensors')
import transformers, PIL, safetensors
json.dump({'format': 'sd-oracle-1', 'group': 'vision', 'title': 'CLIP and DINO on random weights: preprocessed pixels, vectors of pictures and prompts, cosines', 'generator': 'vision.py',
  'versions': {'torch': torch.__version__, 'transformers': transformers.__version__, 'pillow': PIL.__version__, 'numpy': np.__version__, 'safetensors': safetensors.__version__},
  'pictures': names, 'tolerance': {'pixels': 1e-6, 'vectors': 1e-5}, 'cases': cases}, open(f'{out}/manifest.json', 'w'), indent=1)
